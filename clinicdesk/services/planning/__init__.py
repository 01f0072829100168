"""From a request to options: what is free, and what the engine finds in it."""
