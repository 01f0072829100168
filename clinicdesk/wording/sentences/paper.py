"""Sentences of what the desk prints."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, Sentence

SENTENCES: Mapping[str, Sentence] = {
    "action.clinic.own-calendar": N_("Practitioner's coming weeks as a calendar file…"),
    "action.clinic.keep-calendar": N_("Keep the practitioner's calendar file in a folder…"),
    "action.clinic.stop-calendar": N_("Stop keeping the practitioner's calendar file"),
    "action.clinic.day-calendar": N_("The clinic's day as a calendar file…"),
    "action.clinic.print-week": N_("Print this practitioner’s week"),
    "action.clinic.print-own": N_("Print this practitioner\N{RIGHT SINGLE QUOTATION MARK}s day"),
    "action.clinic.print-day": N_("Print the day, a sheet for each practitioner"),
    "action.clinic.print-whole-day": N_("Print the day, everybody by time"),
    "action.clinic.print-calls": N_("Print the call list"),
    "action.clinic.print-rooms": N_("Print the day by rooms"),
    "action.clinic.print-tomorrow": N_("Print tomorrow, or the next open day: everybody's sheets"),
    "paper.title": N_("Print"),
    "paper.came": N_("here"),
    "paper.time": N_("time"),
    "paper.patient": N_("patient"),
    "paper.identifiers": N_("born, number"),
    "paper.what": N_("what"),
    "paper.where": N_("where"),
    "paper.with": N_("with"),
    "paper.notes": N_("to know"),
    "paper.done": N_("done"),
    "paper.room": N_("room"),
    "paper.rooms": N_("Rooms"),
    "paper.whole-day": N_("Everybody who is expected"),
    "paper.called": N_("called"),
    "paper.whom-to-call": N_("patient, born, number"),
    "paper.telephone-last": N_("telephone, last call"),
    "paper.to-say": N_("to say"),
    "paper.calls-changed": N_("To call: changed since told"),
    "paper.calls-moved": N_("To call: moved"),
    "paper.calls-called-off": N_("To call: cancelled"),
    "paper.calls-to-confirm": N_("To call: to confirm"),
    "paper.calls-cannot-take-place": N_("To call: cannot take place"),
    "paper.calls-of-day": N_("{title}, {day}"),
    "paper.nobody": N_("Nobody is booked."),
    "paper.foot": N_("Confidential: names of patients. Printed {day} {time:time}."),
    "paper.foot-demo": N_("Demo: invented patients. Printed {day} {time:time}."),
    "paper.save": N_("Save as PDF\N{HORIZONTAL ELLIPSIS}"),
    "paper.print": N_("Print\N{HORIZONTAL ELLIPSIS}"),
    "paper.close": N_("Close"),
    "paper.pages-list": N_("The pages"),
    "paper.page-of": N_("Page {page} of {pages}"),
    "paper.hidden": N_("Names are hidden (F9); what is printed shows them."),
    "paper.filter": N_("PDF files (*.pdf)"),
    "itinerary.title": N_("Itinerary {visit:visit}"),
    "itinerary.large": N_("Large type (L)"),
    "itinerary.language": N_("Language of the page"),
    "itinerary.save-page": N_("Save as web page\N{HORIZONTAL ELLIPSIS}"),
    "itinerary.filter": N_("Web pages (*.html)"),
    "paper.not-printed": N_("Nothing was printed: the printer, or the file, did not take it."),
    "paper.no-open-day": N_(
        "No open day is near. Go to the day that you want, and print it from there."
    ),
    "paper.written": N_("Written to {path:path}"),
    "document.file-exists": N_(
        "{path:path} is there already and is no PDF; it was not changed. Choose another name."
    ),
    "paper.day-off": N_("{day}, off"),
    "paper.nobody-in-week": N_("Nobody is booked in this week."),
    "document.page-exists": N_(
        "{path:path} is there already and is no web page; it was not changed. Choose another name."
    ),
    "paper.no-column": N_("Choose a practitioner\N{RIGHT SINGLE QUOTATION MARK}s column first"),
}
"""By code; the fields are its parameters."""
