"""The needs of a visit type in the form: a line each, and a bar of the minutes it holds."""
