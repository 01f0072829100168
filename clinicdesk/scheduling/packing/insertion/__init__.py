"""The best place of one request beside all that is placed, nearly always exact, and fast."""
