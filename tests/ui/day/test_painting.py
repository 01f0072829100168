"""What can be read and told apart: contrast of every block, and of what lies above them."""

from itertools import combinations

import pytest
from PySide6.QtGui import QImage, QPainter, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.exchange.clinic_file.settings.descriptions import PALETTE
from clinicdesk.models.statuses import Status
from clinicdesk.ui.day.grid.block_painter import block_look
from clinicdesk.ui.kit.look.edges import PATTERNS, pattern_of
from clinicdesk.ui.kit.look.glyphs import NAMES, SIZE, draw_glyph
from clinicdesk.ui.kit.look.theme import (
    DARK,
    LEAST_EDGE_CONTRAST,
    LEAST_TEXT_CONTRAST,
    LIGHT,
    Theme,
    contrast,
)
from tests.ui.day.seen_colors import VIEWS, apart, seen

FAR = 10
"""CIEDE2000 between two colors that nobody takes for each other."""

STATUSES = sorted(set(Status) - {Status.PROPOSED, Status.ENTERED_IN_ERROR})
"""Those that the day shows."""


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("status", STATUSES)
def test_every_block_can_be_read(theme: Theme, status: Status) -> None:
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
    undrawn = {status.traits.glyph for status in Status} - pictures.keys()
    assert undrawn == set(), "ui/kit/look/glyphs.py: a drawing"
    distinct = [status for status in STATUSES if status != Status.WAITLIST]
    assert len({status.traits.glyph for status in distinct}) == len(distinct)


THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


@THEMES
def test_every_two_specialties_are_told_apart_at_a_glance_by_their_edges(theme: Theme) -> None:
    edges = {name: block_look(theme, color, Status.BOOKED).edge for name, color in PALETTE.items()}
    near = [
        (name, other)
        for name, other in combinations(edges, 2)
        if apart(seen(edges[name], "usual"), seen(edges[other], "usual")) < FAR
    ]
    assert near == []


@THEMES
@pytest.mark.parametrize("view", [view for view in VIEWS if view != "usual"])
def test_every_two_specialties_are_told_apart_without_color(
    theme: Theme, view: str, qapp: QApplication
) -> None:
    """The fills are far apart, or the patterns of the edges differ in a quarter of their dots."""
    assert qapp is not None
    looks = {name: block_look(theme, color, Status.BOOKED) for name, color in PALETTE.items()}
    alike = [
        (name, other)
        for name, other in combinations(looks, 2)
        if apart(seen(looks[name].fill, view), seen(looks[other].fill, view)) < FAR
        and differing(looks[name].pattern, looks[other].pattern) < 1 / 4
    ]
    assert alike == []


def differing(pattern: tuple[str, ...], other: tuple[str, ...]) -> float:
    """The share of dots in which two patterns differ as they stand in an edge, at any height."""
    height = 24
    first = [pattern[y % len(pattern)] for y in range(height)]
    shares = []
    for shift in range(len(other)):
        second = [other[(y + shift) % len(other)] for y in range(height)]
        dots = [
            a != b for r, s in zip(first, second, strict=True) for a, b in zip(r, s, strict=True)
        ]
        shares.append(sum(dots) / len(dots))
    return min(shares)


@THEMES
def test_cancelled_appointments_have_no_color_that_a_specialty_could_have(theme: Theme) -> None:
    for status in (Status.CANCELLED, Status.NOSHOW):
        looks = {block_look(theme, color, status) for color in PALETTE.values()}
        assert {(look.fill, look.edge, look.sign) for look in looks} == {
            (theme.panel, theme.neutral, theme.muted)
        }


@THEMES
def test_every_two_statuses_of_a_specialty_are_told_apart(theme: Theme) -> None:
    for color in PALETTE.values():
        for one, other in combinations(STATUSES, 2):
            fills = [block_look(theme, color, status).fill for status in (one, other)]
            far = all(apart(*(seen(fill, view) for fill in fills)) >= FAR for view in VIEWS)
            assert far or one.traits.glyph != other.traits.glyph or Status.WAITLIST in (one, other)


def test_a_color_of_the_clinics_own_has_the_pattern_of_the_nearest_one() -> None:
    assert pattern_of("#2e6eb4") == PATTERNS[PALETTE["blue"]]
    assert set(PATTERNS) == set(PALETTE.values())
    assert len(set(PATTERNS.values())) == len(PATTERNS)


def test_the_distance_of_colors_is_the_published_one() -> None:
    pairs = [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((63.0109, -31.0961, -5.8663), (62.8187, -29.7946, -4.0864), 1.2630),
    ]
    assert [round(apart(color, other), 4) for color, other, _ in pairs] == [d for _, _, d in pairs]
