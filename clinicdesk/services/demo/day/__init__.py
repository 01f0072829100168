"""The demo clinic's days: how busy they are, and whose visits fill them."""
