"""The window's actions and keys: rows that say what they are, and the actions made from them."""
