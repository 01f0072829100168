"""The painted day: how it is drawn, scrolled, steered and read out."""
