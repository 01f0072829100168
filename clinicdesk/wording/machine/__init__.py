"""How sentences are marked, translated and filled, and how times and texts are written."""
