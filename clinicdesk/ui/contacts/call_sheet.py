"""The call list on paper: whom to call, at which number, what to say. Pure, no widgets."""

from clinicdesk.services.contacts.call_list import CallFilter, CallList, CallRow
from clinicdesk.services.numbers import patient_number
from clinicdesk.ui.contacts.rows import Wording, last_words, sentence, step_words, summary
from clinicdesk.ui.kit.people.naming import shown_name
from clinicdesk.ui.kit.sheet import Sheet, SheetColumn
from clinicdesk.wording import readable, say
from clinicdesk.wording.machine.dates import birth_date, long_day
from clinicdesk.wording.machine.phones import phone_text

BOX = "\N{BALLOT BOX}"


def call_sheet(wording: Wording, found: CallList) -> Sheet:
    """The list as it is now, soonest first; a box and two identifiers for each call."""
    columns = (
        SheetColumn(say("paper.called"), 0.9),
        SheetColumn(say("paper.whom-to-call"), 3.7),
        SheetColumn(say("paper.telephone-last"), 3.7),
        SheetColumn(say("paper.to-say"), 8),
    )
    title = say(f"paper.calls-{found.wanted}")
    if found.wanted is CallFilter.TO_CONFIRM and found.day is not None:
        title = say("paper.calls-of-day", {"title": title, "day": long_day(found.day)})
    rows = tuple(row for call in found.rows for row in _rows(wording, call))
    nobody, clinic = summary(wording, found), readable(wording.setup.name)
    return Sheet(title, clinic, columns, rows, nobody, together=2)


def _rows(wording: Wording, call: CallRow) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Two lines of each: whom and what to say; who exactly, the last call, and each step."""
    patient = call.patient
    exactly = f"{birth_date(patient.born)}  {patient_number(patient.number)}"
    last = "" if call.last is None else last_words(wording, call.last)
    phone = phone_text(patient.phone) or say("contacts.no-phone")
    return (
        (BOX, readable(shown_name(patient)), phone, sentence(wording, call)),
        ("", exactly, last, "; ".join(step_words(wording, call))),
    )
