"""When a clinic and its resources are available, as a clinic file says it."""
