"""What patients were told of their visits, and what came of it."""
