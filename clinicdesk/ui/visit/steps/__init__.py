"""The steps of an opened visit: how each is shown, and what can be done with it now."""
