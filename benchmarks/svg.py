"""Small pictures as SVG: shapes and words on a card of its own color, for light and dark pages."""

from collections.abc import Iterable, Sequence
from html import escape
from math import log10
from pathlib import Path

INK, FAINT, RULE, CARD = "#1f2328", "#59636e", "#d1d9e0", "#ffffff"
BLUE, ORANGE, GREEN, PURPLE, GREY = "#1f6feb", "#d9730d", "#2da44e", "#8250df", "#afb8c1"
PALE = "#ddf4ff"
FONT = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif"

Point = tuple[float, float]


class Drawing:
    """A card of `width` by `height`; y grows downwards. `title` is read out instead of it."""

    def __init__(self, width: int, height: int, title: str) -> None:
        self._head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
            f' width="{width}" height="{height}" role="img" font-family="{escape(FONT)}">'
            f"<title>{escape(title)}</title>"
        )
        self._shapes: list[str] = []
        self.rect(0.5, 0.5, width - 1, height - 1, CARD, stroke=RULE, round_=8)

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        *,
        stroke: str = "none",
        round_: float = 0,
    ) -> None:
        self._shapes.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
            f' fill="{fill}" stroke="{stroke}" rx="{round_:g}"/>'
        )

    def line(
        self, points: Iterable[Point], color: str, *, width: float = 1, dash: str = ""
    ) -> None:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._shapes.append(
            f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="{width:g}"'
            f' stroke-linejoin="round"{dashed}/>'
        )

    def dot(
        self, x: float, y: float, color: str, *, radius: float = 3, hollow: bool = False
    ) -> None:
        self._shapes.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" stroke="{color}"'
            f' stroke-width="1.5" fill="{CARD if hollow else color}"/>'
        )

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 12,
        anchor: str = "start",
        color: str = INK,
        bold: bool = False,
    ) -> None:
        weight = ' font-weight="600"' if bold else ""
        self._shapes.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}"'
            f' fill="{color}"{weight}>{escape(words)}</text>'
        )

    def save(self, path: Path) -> None:
        path.write_text("\n".join([self._head, *self._shapes, "</svg>", ""]), encoding="utf-8")


class Scale:
    """From values to places of a picture, by their logarithm if asked."""

    def __init__(
        self, low: float, high: float, begin: float, end: float, *, log: bool = False
    ) -> None:
        self._log = log
        self._low, self._high = self._of(low), self._of(high)
        self._begin, self._end = begin, end

    def __call__(self, value: float) -> float:
        share = (self._of(value) - self._low) / (self._high - self._low or 1)
        return self._begin + share * (self._end - self._begin)

    def _of(self, value: float) -> float:
        return log10(value) if self._log else value


def powers_of_ten(low: float, high: float) -> list[float]:
    """Those between two values, both included."""
    return [10.0**power for power in range(-6, 9) if low <= 10.0**power <= high]


def around(values: Sequence[float]) -> tuple[float, float]:
    """The powers of ten that enclose all values, which are above 0."""
    low, high = min(values), max(values)
    return (
        max(power for power in powers_of_ten(0, 1e9) if power <= low),
        min(power for power in powers_of_ten(0, 1e9) if power >= high),
    )
