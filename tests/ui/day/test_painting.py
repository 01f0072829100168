"""What can be read and told apart: contrast of every block, and of what lies above them."""

import pytest
from PySide6.QtGui import QImage, QPainter, Qt
from pytestqt.qtbot import QtBot

from clinicdesk.exchange.clinic_file.people import PALETTE
from clinicdesk.ui.day.glyphs import NAMES, SIZE, draw_glyph
from clinicdesk.ui.day.labels import STATUS_GLYPHS
from clinicdesk.ui.day.painting import block_look
from clinicdesk.ui.theme import (
    DARK,
    LEAST_EDGE_CONTRAST,
    LEAST_TEXT_CONTRAST,
    LIGHT,
    Theme,
    contrast,
)

STATUSES = sorted(STATUS_GLYPHS)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("status", STATUSES)
def test_every_block_can_be_read(theme: Theme, status: str) -> None:
    for color in (*PALETTE.values(), None):
        look = block_look(theme, color, status)
        assert contrast(look.text, look.fill) >= LEAST_TEXT_CONTRAST
        assert contrast(theme.muted, look.fill) >= LEAST_TEXT_CONTRAST
        assert contrast(look.edge, look.fill) >= LEAST_EDGE_CONTRAST
        assert contrast(look.sign, look.fill) >= LEAST_EDGE_CONTRAST


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_focus_ring_is_seen_on_every_ground(theme: Theme) -> None:
    fills = [block_look(theme, c, s).fill for c in PALETTE.values() for s in STATUSES]
    for ground in (theme.window, theme.panel, theme.off, theme.accent_tint, *fills):
        assert contrast(theme.focus, ground) >= LEAST_EDGE_CONTRAST


def test_every_status_has_a_glyph_of_its_own_that_no_other_looks_like(qtbot: QtBot) -> None:
    assert qtbot is not None
    pictures = {}
    for name in NAMES:
        picture = QImage(SIZE, SIZE, QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.white)
        painter = QPainter(picture)
        draw_glyph(painter, name, 0, 0, Qt.GlobalColor.black)  # type: ignore[arg-type]
        painter.end()
        pictures[name] = bytes(picture.constBits())
    assert len(set(pictures.values())) == len(NAMES)
    distinct = [status for status in STATUSES if status != "waitlist"]
    assert len({STATUS_GLYPHS[status] for status in distinct}) == len(distinct)
