"""What a desk can do, as functions, a folder a subject. No Qt, and no database row leaves."""
