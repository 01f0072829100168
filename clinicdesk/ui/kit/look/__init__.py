"""Colors, edges, icons and small signs: how things look, in one place."""
