"""Fields that read what people type, and lists to pick from while the focus stays in a field."""
