"""What a visit has to keep: rules and who may override them, statuses, lengths, resources."""
