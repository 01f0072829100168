"""What goes on beside the window's thread: a thread for reading, one for writing, a planner."""
