"""The painted day: where everything stands, how it is drawn and how it is told."""
