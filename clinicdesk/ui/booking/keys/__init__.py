"""Keys that are pressed before what they act on is there."""
