"""Messages to patients about their visits: composed, handed to the desk, or sent."""
