"""The tables of a clinic, the guards that the database itself holds, and its migrations."""
