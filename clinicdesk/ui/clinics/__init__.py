"""Going from one clinic to another: what was open lately, and the demo."""
