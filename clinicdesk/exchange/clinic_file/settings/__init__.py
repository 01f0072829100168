"""What can be set of a clinic: one description for its file, its forms, differences and exports."""
