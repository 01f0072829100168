"""The language of the window: what this person has chosen, else the system's."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QSettings, QTranslator

from clinicdesk.wording import use_languages
from clinicdesk.wording.machine.language import known_languages, language_in_use

SYSTEM = "system"
"""Chosen where nobody has chosen a language."""

_KEY = "language"


def chosen_language(settings: QSettings) -> str:
    """The code of a language that is translated, or SYSTEM."""
    chosen = str(settings.value(_KEY, SYSTEM))
    return chosen if chosen in known_languages() else SYSTEM


def choose_language(settings: QSettings, code: str) -> None:
    """Remember it for this person; the window speaks it from its next start on."""
    settings.setValue(_KEY, code)


class _QtsOwnWords(QTranslator):
    """Qt's words for buttons and dialogs; keys keep the names that stand on them, and here."""

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """None for what stays as it is: an empty text would stand in its place."""
        if context == "QShortcut":
            return None
        return super().translate(context, text, disambiguation, n) or None


def speak(app: QCoreApplication, settings: QSettings) -> None:
    """Speak it in this process, Qt's own buttons and dialogs too. Before any text is made."""
    chosen = chosen_language(settings)
    use_languages(QLocale.system().uiLanguages() if chosen == SYSTEM else [chosen])
    own = _QtsOwnWords(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if own.load(f"qtbase_{language_in_use()}", folder):
        app.installTranslator(own)
