"""What is written about appointments, and the fonts that it is written in."""
