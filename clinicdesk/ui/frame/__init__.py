"""What is around the pages: menus, rail, palette, shortcut sheet, toast, first run, crash guard."""
