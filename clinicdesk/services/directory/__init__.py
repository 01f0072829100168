"""Who there is: what they treat and do, which languages they speak, and when they are free."""
