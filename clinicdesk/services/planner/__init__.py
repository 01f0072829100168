"""The questions that take the engine longer than a frame, answered in a process of their own."""
