"""The pieces that every panel uses; they know no panel, no page and no window."""
