"""Fields that read what people say, and lists to pick from while the keys stay in a field."""
