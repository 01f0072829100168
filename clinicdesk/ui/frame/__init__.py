"""What stands around the pages: rail, palette, shortcut sheet, toast, first run, last resort."""
