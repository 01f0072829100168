"""A practitioner's own absences and extra hours: what comes, and a line to add one."""
