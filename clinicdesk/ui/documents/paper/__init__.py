"""What the desk prints: sheets of rows, painted on pages."""
