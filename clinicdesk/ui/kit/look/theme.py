"""Every color and font size: two themes to switch between, in the system's font."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, Signal
from PySide6.QtGui import QColor, QFontInfo, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk.resource_files import resource_file
from clinicdesk.ui.kit.look.edges import pattern_of

LEAST_TEXT_CONTRAST = 4.5
LEAST_EDGE_CONTRAST = 3.0
"""WCAG 2.2: success criteria 1.4.3 and 1.4.11."""

LETTERS = {
    "letters-title": 1.4,
    "letters-large": 1.3,
    "letters-icon": 1.2,
    "letters-small": 0.9,
    "letters-rail": 0.8,
}
"""Font sizes in the style sheets by name, as shares of the system's own size."""

USUAL_LINE = 16
"""Height in logical pixels of a line in the font size that the window was drawn for."""


class Mode(StrEnum):
    """What the person at this workstation chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class BlockColors:
    """The colors of one appointment on the day."""

    fill: str
    edge: str
    text: str
    pattern: tuple[str, ...]
    """Of the strong edge: see `edges.py`."""


@dataclass(frozen=True)
class Theme:
    """Colors by what they are for, as `#rrggbb`."""

    name: str
    window: str
    panel: str
    text: str
    muted: str
    line: str
    grid_line: str
    off: str
    """Time outside hours."""
    hatch: str
    """Lines over time off."""
    accent: str
    """The one color for what is chosen or being worked on."""
    on_accent: str
    accent_tint: str
    now: str
    danger: str
    warning: str
    focus: str
    toast: str
    on_toast: str
    neutral: str
    """Edge of what has no specialty."""

    def block(self, color: str | None) -> BlockColors:
        """An appointment's colors: a tint of its specialty's with a strong edge."""
        return _block(self, color or self.neutral)


LIGHT = Theme(
    name="light",
    window="#f4f6f8",
    panel="#ffffff",
    text="#16222c",
    muted="#51606b",
    line="#cfd8de",
    grid_line="#e4eaee",
    off="#e9edf0",
    hatch="#c3ccd2",
    accent="#0b6b66",
    on_accent="#ffffff",
    accent_tint="#dff1ef",
    now="#b93a0b",
    danger="#b42318",
    warning="#8a5300",
    focus="#0b57d0",
    toast="#17242e",
    on_toast="#ffffff",
    neutral="#566670",
)

DARK = Theme(
    name="dark",
    window="#11171c",
    panel="#1a2228",
    text="#e9eef1",
    muted="#a6b3bb",
    line="#3a4853",
    grid_line="#27323a",
    off="#141b20",
    hatch="#37444e",
    accent="#54c7bc",
    on_accent="#06211f",
    accent_tint="#173a38",
    now="#ff8a5c",
    danger="#ff8a80",
    warning="#f2b84b",
    focus="#8ab4f8",
    toast="#e9eef1",
    on_toast="#16222c",
    neutral="#94a5b0",
)


@lru_cache(maxsize=256)
def _block(theme: Theme, color: str) -> BlockColors:
    tint = 0.8 if theme is LIGHT else 0.74
    fill = mixed(color, theme.panel, tint)
    edge = color
    while contrast(edge, fill) < LEAST_EDGE_CONTRAST:
        edge = mixed(edge, theme.text, 0.15)
    return BlockColors(fill, edge, theme.text, pattern_of(color))


def mixed(one: str, other: str, share: float) -> str:
    """A color between two; `share` of the second, 0 to 1."""
    a, b = QColor(one), QColor(other)
    parts = ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in parts)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colors, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    seen = QColor(color)
    red, green, blue = (
        float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
        for part in (seen.redF(), seen.greenF(), seen.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def grown(pixels: int) -> int:
    """A length drawn for the usual font size, in pixels for the system's if that is larger."""
    line = QFontMetrics(QApplication.font()).height()
    return round(pixels * max(line, USUAL_LINE) / USUAL_LINE)


class _FontWatch(QWidget):
    """Never shown: only widgets get an event when the system's font changes."""

    changed = Signal()

    def event(self, event: QEvent) -> bool:
        """Pass it on as a signal."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.changed.emit()
        return super().event(event)


class ThemeKeeper(QObject):
    """Knows which theme is on, applies it to the application, and signals a change."""

    changed = Signal(object)
    """The theme; emitted also when the system's font has changed."""

    def __init__(self, app: QApplication, settings: QSettings) -> None:
        super().__init__(app)
        self._app = app
        self._settings = settings
        self.mode = _stored_mode(settings)
        self.theme = self._wanted()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._fonts = _FontWatch()
        self._fonts.changed.connect(self._follow_font, Qt.ConnectionType.QueuedConnection)
        self._apply()

    def use(self, mode: Mode) -> None:
        """Switch now, and remember it for this workstation."""
        self.mode = mode
        self._settings.setValue("theme", mode.value)
        self._switch()

    def _follow_system(self) -> None:
        if self.mode is Mode.SYSTEM:
            self._switch()

    def _follow_font(self) -> None:
        self._apply()
        self.changed.emit(self.theme)

    def _switch(self) -> None:
        wanted = self._wanted()
        if wanted is not self.theme:
            self.theme = wanted
            self._apply()
            self.changed.emit(wanted)

    def _wanted(self) -> Theme:
        if self.mode is Mode.SYSTEM:
            dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        else:
            dark = self.mode is Mode.DARK
        return DARK if dark else LIGHT

    def _apply(self) -> None:
        palette, sheet = _palette(self.theme), _style_sheet(self.theme)
        # Qt dresses every widget anew, even in what it wears.
        if self._app.palette() != palette:
            self._app.setPalette(palette)
        if self._app.styleSheet() != sheet:
            self._app.setStyleSheet(sheet)


def _stored_mode(settings: QSettings) -> Mode:
    try:
        return Mode(str(settings.value("theme", Mode.SYSTEM.value)))
    except ValueError:
        return Mode.SYSTEM


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for one, color in {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.panel,
        role.AlternateBase: theme.window,
        role.Text: theme.text,
        role.PlaceholderText: theme.muted,
        role.Button: theme.panel,
        role.ButtonText: theme.text,
        role.ToolTipBase: theme.toast,
        role.ToolTipText: theme.on_toast,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Link: theme.accent,
    }.items():
        palette.setColor(one, QColor(color))
    for dim in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, dim, QColor(theme.muted))
    return palette


def _style_sheet(theme: Theme) -> str:
    """Every sheet of `resources/style`, with `@name` replaced by colors and font sizes."""
    sheets = sorted(resource_file("style").glob("*.qss"))
    text = "\n".join(sheet.read_text("utf-8") for sheet in sheets)
    points = QFontInfo(QApplication.font()).pointSizeF()
    values = {name: str(getattr(theme, name)) for name in theme.__dataclass_fields__}
    values |= {name: f"{points * share:.2f}pt" for name, share in LETTERS.items()}
    for name in sorted(values, key=len, reverse=True):
        text = text.replace(f"@{name}", values[name])
    return text.replace("url(icons/", f"url({resource_file('icons').as_posix()}/")
