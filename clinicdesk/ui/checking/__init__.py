"""Looking whether anything in the clinic's file is broken, from the window."""
