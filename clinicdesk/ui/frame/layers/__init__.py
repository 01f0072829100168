"""What lies over the window: palette, shortcut sheet, toast, first run, about."""
