"""The patient's page: its parts, what to type for them, and what is not understood."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, P_, Sentence

SENTENCES: Mapping[str, Sentence] = {
    "patient-page.title": N_("Patient"),
    "patient-page.close": N_("Close the patient’s page"),
    "patient-page.visits": N_("Visits, coming ones first"),
    "patient-page.parts": N_("What is kept of the patient"),
    "patient-page.no-visits": N_("No visit is or was booked. “Book” begins one."),
    "patient-page.still-booked": P_(
        "One visit is still booked, and nobody is called about it: cancel it (Ctrl+Del) if it will"
        " not be.",
        "{count} visits are still booked, and nobody is called about them: cancel (Ctrl+Del) those"
        " that will not be.",
    ),
    "patient-page.none-open": N_("Open a patient’s page first (Ctrl+F)."),
    "patient-page.no-visit": N_("Choose a visit on the patient’s page first."),
    "patient-page.finds-nobody": N_("No patient matches “{text}”. Check the spelling."),
    "patient-page.another": N_("Another patient"),
    "patient-page.book": N_("Book"),
    "patient-page.none-coming": N_("Nothing is booked from today on."),
    "patient-page.next": P_(
        "Next in {day} at {start:time}", "Next in {day} at {start:time}; {count} visits to come"
    ),
    "patient-page.phone": N_("Phone"),
    "patient-page.phone-use": N_("Which phone, or whose"),
    "patient-page.number": N_("Further number or e-mail"),
    "patient-page.email": N_("E-mail"),
    "patient-page.family": N_("Last name"),
    "patient-page.given": N_("First name"),
    "patient-page.born": N_("Born"),
    "patient-page.speaks": N_("Speaks"),
    "patient-page.reads": N_("Reads"),
    "patient-page.interpreter": N_("Interpreter"),
    "patient-page.flags": N_("To know"),
    "patient-page.note": N_("Note"),
    "patient-page.requirement": N_("Must be there before"),
    "patient-page.add-requirement": N_("+ Add what must be there before"),
    "patient-page.requirement-for": N_("{requirement}, for {day}"),
    "patient-page.ask-by": N_("open, due {day}"),
    "patient-page.hint-requirement": N_(
        "there, from County Hospital, until 24 nov; of a new one its name and a colon first"
    ),
    "patient-page.not-understood": N_("Nobody interprets this yet: Ctrl+I asks somebody."),
    "patient-page.person": N_("Belongs to the patient"),
    "patient-page.waits": N_("On the waitlist"),
    "patient-page.hint-waits": N_("mon wed 8-12, from 3/15 until 4/10; nothing for always"),
    "patient-page.time": N_("Times that suit"),
    "patient-page.practitioner": N_("Would rather see"),
    "patient-page.avoided": N_("Would rather not see"),
    "patient-page.other-number": N_("Number elsewhere"),
    "patient-page.standing": N_("Standing"),
    "patient-page.add-number": N_("+ Add a number or e-mail"),
    "patient-page.add-person": N_("+ Add somebody who belongs to the patient"),
    "patient-page.add-time": N_("+ Add times that suit"),
    "patient-page.add-practitioner": N_("+ Add somebody whom the patient would rather see"),
    "patient-page.add-avoided": N_("+ Add somebody whom the patient would rather not see"),
    "patient-page.by-channel": N_("May be told {channel}"),
    "patient-page.channel-call": N_("by telephone"),
    "patient-page.channel-voicemail": N_("by voicemail"),
    "patient-page.channel-text": N_("by text message"),
    "patient-page.channel-e-mail": N_("by e-mail"),
    "patient-page.not-asked": N_("not asked yet"),
    "patient-page.said-on": N_("{agreed}, said on {day}"),
    "patient-page.yes": N_("yes"),
    "patient-page.no": N_("no"),
    "patient-page.left": N_("somebody who has left"),
    "patient-page.may-be-told": N_("may be told"),
    "patient-page.relationship-guardian": N_("guardian"),
    "patient-page.relationship-parent": N_("parent"),
    "patient-page.relationship-spouse": N_("spouse"),
    "patient-page.relationship-child": N_("child"),
    "patient-page.relationship-caregiver": N_("caregiver"),
    "patient-page.relationship-other": N_("other"),
    "patient-page.use-mobile": N_("mobile"),
    "patient-page.use-home": N_("home"),
    "patient-page.use-work": N_("work"),
    "patient-page.standing-patient": N_("patient"),
    "patient-page.standing-deceased": N_("deceased"),
    "patient-page.standing-barred": N_("barred"),
    "patient-page.standing-since": N_("{standing} since {day}"),
    "patient-page.hint-phone": N_("312 555 0143"),
    "patient-page.hint-phone-use": N_("mobile, or her daughter’s"),
    "patient-page.hint-number": N_("312 555 0177 mobile, Amy Able"),
    "patient-page.hint-email": N_("name@example.org"),
    "patient-page.hint-family": N_("Last name"),
    "patient-page.hint-given": N_("First name"),
    "patient-page.hint-born": N_("4 May 78"),
    "patient-page.hint-speaks": N_("Spanish, or es"),
    "patient-page.hint-reads": N_("Spanish; empty if as spoken"),
    "patient-page.hint-interpreter": N_("yes or no"),
    "patient-page.hint-flags": N_("wheelchair, hard of hearing"),
    "patient-page.hint-note": N_("For the desk; never leaves the building"),
    "patient-page.hint-person": N_("Amy Able, daughter, may be told"),
    "patient-page.hint-consent": N_("yes or no"),
    "patient-page.hint-time": N_("mon wed 8-12, or after 14"),
    "patient-page.hint-practitioner": N_("A practitioner’s name"),
    "patient-page.hint-avoided": N_("A practitioner’s name"),
    "patient-page.hint-other-number": N_("The hospital’s number"),
    "patient-page.hint-standing": N_("patient, deceased, or barred: why"),
    "patient-page.no-date": N_("This is no birth date; write one such as 4 May 78."),
    "patient-page.no-standing": N_("Write patient, deceased, or barred: and why."),
    "patient-page.no-answer": N_("Write yes or no."),
    "patient-page.no-relationship": N_(
        "“{word}” is none of guardian, parent, spouse, child, caregiver, other, may be told."
    ),
    "patient-page.no-number": N_("Begin with a telephone number or an e-mail address."),
    "patient-page.no-use": N_("“{word}” is none of mobile, home, work."),
    "patient-page.nobody-of-that-name": N_(
        "Nobody called “{name}” belongs to the patient; add that person first."
    ),
    "patient-page.no-practitioner": N_("No one practitioner is called “{name}”."),
    "patient-page.no-times": N_("Write days and hours such as mon wed 8-12, or after 14."),
    "patient-page.merged": N_(
        "{gone:patient} was made one with {kept:patient} meanwhile: this is the page of that"
        " record now. What is typed here goes there."
    ),
    "patient-merge.title": N_("Two records of one patient"),
    "patient-merge.close": N_("Close, and leave both records as they are"),
    "patient-merge.first": N_("Which patient is here twice?"),
    "patient-merge.second": N_("{who}: which other record is the same person’s?"),
    "patient-merge.same": N_(
        "That is {number:patient} again; one record is no two. Name the other one."
    ),
    "patient-merge.one-already": N_(
        "{gone:patient} was made one with {kept:patient} meanwhile; nothing is left to merge here."
        " Name another record, or close."
    ),
    "patient-merge.differs": N_("Is this one person? What differs is emphasized."),
    "patient-merge.stays": N_("{number:patient} stays"),
    "patient-merge.goes": N_("{number:patient} goes"),
    "patient-merge.visits": N_("Visits"),
    "patient-merge.visit-count": N_("{coming} coming, {former} former"),
    "patient-merge.beside": N_("Kept beside"),
    "patient-merge.outcome": N_(
        "What the record at the left lacks is filled from the other one. Visits and all that is"
        " kept beside go over, and both names and numbers find it. Undo takes them apart again."
    ),
    "patient-merge.merge": N_("Make them one"),
    "patient-merge.exchange": N_("The other one stays"),
}
"""By code; the fields are its parameters."""
