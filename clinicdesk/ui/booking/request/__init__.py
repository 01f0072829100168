"""What is asked for as a value, and what the engine answers: no widgets."""
