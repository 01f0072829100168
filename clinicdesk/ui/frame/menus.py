"""The menu bar, made from the rows of the actions."""

from PySide6.QtWidgets import QMenuBar

from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.wording import say


def fill_menu_bar(bar: QMenuBar, actions: Actions) -> None:
    """Every action stands in its menu."""
    for menu in actions.menus:
        drop = bar.addMenu(say(f"menu.{menu}"))
        drop.setAccessibleName(say(f"menu.{menu}").replace("&", ""))
        for action in actions.in_menu(menu):
            drop.addAction(action)
