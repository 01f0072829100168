"""The language of the window: the person's choice, remembered, else the system's."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QSettings, QTranslator
from PySide6.QtGui import QKeySequence, QPageSize
from PySide6.QtWidgets import QApplication

from clinicdesk import wording
from clinicdesk.ui.frame.window_language import SYSTEM, chosen_language, speak
from clinicdesk.wording import say
from clinicdesk.wording.machine.language import known_languages, language_in_use
from tests.ui.main_rig import Key, Modifier, Rig

CTRL = Modifier.ControlModifier


@pytest.fixture
def english_again(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()
    wording.use_languages([])


def test_every_language_can_be_chosen_by_its_key_and_is_marked(main: Rig, tmp_path: Path) -> None:
    table, marks = main.window.actions_table, {}
    for code, key in (("es", Key.Key_F12), ("en", Key.Key_F11), (SYSTEM, Key.Key_F10)):
        main.press(key, CTRL)
        marks[code] = [
            each for each in (SYSTEM, *known_languages())
            if table[f"view.language-{each}"].isChecked()
        ]  # fmt: skip
        kept = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
        assert chosen_language(kept) == code
    assert marks == {"es": ["es"], "en": ["en"], SYSTEM: [SYSTEM]}
    assert language_in_use() == "en"


@pytest.mark.parametrize(
    ("chosen", "system", "spoken"),
    [
        ("es", "en_US", "es"),
        ("en", "es_MX", "en"),
        (SYSTEM, "es_MX", "es"),
        ("xx", "de_DE", "en"),
        ("../es", "C", "en"),
    ],
)
def test_the_choice_goes_before_the_system(
    english_again: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    chosen: str,
    system: str,
    spoken: str,
) -> None:
    monkeypatch.setattr(QLocale, "system", lambda: QLocale(system))
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    settings.setValue("language", chosen)
    speak(english_again, settings)
    said = (language_in_use(), say("menu.help"))
    assert said[0] == spoken
    assert (said[1] == "A&yuda") is (spoken == "es")


@pytest.mark.parametrize("code", ["en", "es"])
def test_what_qt_has_no_words_for_stays_as_it_is(
    english_again: QApplication, tmp_path: Path, code: str
) -> None:
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    settings.setValue("language", code)
    speak(english_again, settings)
    assert english_again.findChildren(QTranslator)
    assert QCoreApplication.translate("Nobody", "no such text") == "no such text"
    # Qt knows sizes of paper by names that it translates: without one no page can be printed.
    sizes = [QPageSize(QPageSize.PageSizeId.Letter), QPageSize(QPageSize.PageSizeId.A4)]
    assert [size.sizePoints().toTuple() for size in sizes] == [(612, 792), (595, 842)]


def test_qts_own_buttons_follow_and_keys_keep_their_names(
    english_again: QApplication, tmp_path: Path
) -> None:
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    settings.setValue("language", "es")
    speak(english_again, settings)
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancelar"
    shown = QKeySequence("Ctrl+Shift+Del").toString(QKeySequence.SequenceFormat.NativeText)
    assert shown == "Ctrl+Shift+Del"
