"""How the window looks at this workstation: names, theme, its language, keys of one letter."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSettings

from clinicdesk.ui.frame.window_language import SYSTEM, choose_language, chosen_language
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.look.theme import Mode, ThemeKeeper
from clinicdesk.ui.kit.people.privacy import Privacy
from clinicdesk.wording import say

LANGUAGES = (SYSTEM, "en", "es")


class ViewActions:
    """Carries out what the View menu switches, and remembers it."""

    def __init__(
        self,
        actions: Actions,
        privacy: Privacy,
        keeper: ThemeKeeper,
        settings: QSettings,
        tell: Callable[[str], object],
    ) -> None:
        self._actions, self._privacy = actions, privacy
        self._keeper, self._settings, self._tell = keeper, settings, tell
        hidden = actions.connect("view.privacy", self._set_privacy)
        hidden.setChecked(settings.value("hide-names", "false") == "true")
        privacy.use(hidden.isChecked())
        actions.connect("view.reveal", privacy.reveal_wanted.emit)
        for mode in Mode:
            actions.connect(f"view.theme-{mode.value}", partial(self._use_theme, mode))
        letters = actions.connect("view.single-letters", self._set_single_letters)
        letters.setChecked(settings.value("single-letters", "true") == "true")
        actions.use_single_letters(letters.isChecked())
        for code in LANGUAGES:
            actions.connect(f"view.language-{code}", partial(self._choose_language, code))
        self._mark_theme()
        self._mark_language()

    def _set_privacy(self) -> None:
        on = self._actions["view.privacy"].isChecked()
        self._settings.setValue("hide-names", "true" if on else "false")
        self._privacy.use(on)

    def _use_theme(self, mode: Mode) -> None:
        self._keeper.use(mode)
        self._mark_theme()

    def _mark_theme(self) -> None:
        for mode in Mode:
            self._actions[f"view.theme-{mode.value}"].setChecked(mode is self._keeper.mode)

    def _choose_language(self, code: str) -> None:
        choose_language(self._settings, code)
        self._mark_language()
        self._tell(say("view.language-chosen", {"language": say(f"action.view.language-{code}")}))

    def _mark_language(self) -> None:
        chosen = chosen_language(self._settings)
        for code in LANGUAGES:
            self._actions[f"view.language-{code}"].setChecked(code == chosen)

    def _set_single_letters(self) -> None:
        on = self._actions["view.single-letters"].isChecked()
        self._settings.setValue("single-letters", "true" if on else "false")
        self._actions.use_single_letters(on)
