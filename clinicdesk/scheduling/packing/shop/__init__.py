"""Open shops: packings in which only the latest end counts, searched by sequences."""
