"""The field in which is typed what the patient comes for, with the catalog's matches below it."""

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.ui.booking.form.catalog import CatalogEntry, catalog_rows
from clinicdesk.ui.kit.entry.type_ahead import TypeAhead
from clinicdesk.ui.kit.labels import label
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say


class CatalogSearch(TypeAhead):
    """`picked` and `pointed` have a CatalogEntry. `no_match` is a label for below the field."""

    def __init__(self, keeper: ThemeKeeper) -> None:
        super().__init__(keeper, say("what.title"), say("what.hint"), most=6)
        self.no_match = label(part="muted", wraps=True)
        self.no_match.hide()

    @property
    def entry(self) -> CatalogEntry | None:
        """What Enter would add, while something is typed."""
        entry = self.list.current
        return entry if self.field.text().strip() and isinstance(entry, tuple) else None

    def show_matches(self, setup: ClinicSetup, text: str, *, more: bool) -> bool:
        """List what matches; False if nothing does. `more`: there are steps already."""
        self.no_match.hide()
        typed = text.strip()
        if not typed and more:
            self.list.show_rows([])
            return True
        self.list.show_rows(catalog_rows(setup, text, templates_only=not typed))
        found = bool(self.list.rows)
        self.no_match.setText("" if found else say("what.none", {"text": typed}))
        self.no_match.setVisible(not found)
        return found

    def begin_next(self) -> None:
        """Empty the field after something was added, without a word to whoever listens."""
        self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(False)
        self.list.blockSignals(True)
        self.list.show_rows([])
        self.list.blockSignals(False)
