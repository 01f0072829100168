"""Everything is exported out of the running window, by its menu or the palette."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.ui.main_rig import Key, Modifier, Rig


def test_the_palette_leads_to_it_and_the_window_says_where_it_is(
    qtbot: QtBot, main: Rig, tmp_path: Path
) -> None:
    main.press(Key.Key_K, Modifier.ControlModifier)
    main.enter("export everything")
    exporting = main.window.exporting
    assert exporting.dialog is not None
    exporting.dialog.fileSelected.emit(str(tmp_path))
    exporting.dialog.close()
    assert main.window.work.why_busy() is not None
    qtbot.waitUntil(lambda: main.window.toast.text.startswith("Wrote "), timeout=60_000)
    [written] = tmp_path.glob("*-export")
    assert (written / "patient.csv").exists()
    assert main.window.work.why_busy() is None
