"""The engine as a program of its own: problems and answers as JSON, in words, and checked."""
