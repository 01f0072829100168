"""From a request to options: what is free, and the engine asked about it."""
