"""A day on which somebody is absent: a repaired day is proposed, and accepted as one change."""
