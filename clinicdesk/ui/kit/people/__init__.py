"""How a person is shown: two identifiers beside every name, initials in private."""
