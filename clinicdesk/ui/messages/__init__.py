"""Messages to patients in the window: looked at, handed over, sent, and what waits to be sent."""
