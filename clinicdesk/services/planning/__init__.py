"""From a wish to options: what is free, and the engine asked about it."""
