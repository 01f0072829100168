"""A visit as a page for the patient."""
