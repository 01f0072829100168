"""The patient's page: who somebody is, what is kept of them, and every visit of theirs."""
