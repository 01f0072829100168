"""The best place of one visit beside all that is placed, exactly and fast."""
