"""One appointment on its way to another place: ghost, rules, drop."""
