"""From rows to the engine's problem: steps, what is occupied already, classes to join."""
