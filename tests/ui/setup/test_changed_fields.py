"""Which fields an edit changes, in words."""

from datetime import date

import pytest

from clinicdesk.exchange.clinic_file.settings.parts import Entry, Part
from clinicdesk.services.setup.entries import Edit
from clinicdesk.ui.setup.changed_fields import changed_fields

VISIT: Entry = {
    "key": "call", "name": "Call", "specialty": "pt", "minutes": 15, "needs": [{"one_of": ["pt"]}],
}  # fmt: skip
CHANGES: dict[str, tuple[Part, Entry | None, Entry | None]] = {
    "": (Part.VISIT_TYPES, VISIT, {**VISIT, "name": "Phone call"}),
    "What is other: Minutes: 20 (until now 15).": (
        Part.VISIT_TYPES,
        VISIT,
        {**VISIT, "minutes": 20, "name": "Phone call"},
    ),
    "What is other: Specialty; Needs; Minutes to arrive early: 10 (until now nothing);"
    " Where: By phone (until now On site).": (
        Part.VISIT_TYPES,
        VISIT,
        {**VISIT, "specialty": "chiro", "arrive_early": 10, "place": "phone", "needs": []},
    ),
    "What is other: Phone: 2 (until now 1).": (Part.CLINIC, {"phone": "1"}, {"phone": "2"}),
    "What is other: Last day: nothing (until now 2027-03-01).": (
        Part.ROOMS,
        {"name": "Oak", "type": "exam", "until": date(2027, 3, 1)},
        {"name": "Oak", "type": "exam"},
    ),
    "What is other: Friday: 08:00-12:00 (until now 08:00-17:00).": (
        Part.OPENING,
        {"friday": ["08:00-17:00"]},
        {"friday": ["08:00-12:00"]},
    ),
}
WITHOUT: dict[str, tuple[Part, Entry | None, Entry | None]] = {
    "new": (Part.VISIT_TYPES, None, VISIT),
    "retired": (Part.VISIT_TYPES, VISIT, None),
    "holidays": (Part.HOLIDAYS, {"country": "US"}, {"country": "CA"}),
}


@pytest.mark.parametrize("said", CHANGES)
def test_what_an_edit_changes_of_an_entry_is_said_with_what_it_was(said: str) -> None:
    assert changed_fields(Edit(*CHANGES[said])) == said


@pytest.mark.parametrize("change", WITHOUT)
def test_what_is_named_already_is_not_said_again(change: str) -> None:
    assert changed_fields(Edit(*WITHOUT[change])) == ""
