"""Which subjects the window is composed of: a new one is a folder of its own and a line here."""

from clinicdesk.ui.absence.subject import SUBJECT as ABSENCE
from clinicdesk.ui.backups.subject import SUBJECT as BACKUPS
from clinicdesk.ui.booking.subject import SUBJECT as BOOKING
from clinicdesk.ui.care.subject import SUBJECT as CARE
from clinicdesk.ui.checking.subject import SUBJECT as CHECKING
from clinicdesk.ui.clinics.subject import SUBJECT as CLINICS
from clinicdesk.ui.contacts.subject import SUBJECT as CONTACTS
from clinicdesk.ui.day.subject import SUBJECT as DAY
from clinicdesk.ui.directory.subject import SUBJECT as DIRECTORY
from clinicdesk.ui.documents.subject import SUBJECT as DOCUMENTS
from clinicdesk.ui.flow.subject import SUBJECT as FLOW
from clinicdesk.ui.frame.frame_actions import FIRST_ACTIONS, LAST_ACTIONS, RAIL_TOOLS
from clinicdesk.ui.frame.frame_keys import FRAME_KEYS
from clinicdesk.ui.messages.subject import SUBJECT as MESSAGES
from clinicdesk.ui.my_day.subject import SUBJECT as MY_DAY
from clinicdesk.ui.patient.subject import SUBJECT as PATIENT
from clinicdesk.ui.setup.subject import SUBJECT as SETUP
from clinicdesk.ui.visit.subject import SUBJECT as VISIT
from clinicdesk.ui.waiting.subject import SUBJECT as WAITING

SUBJECTS = (
    BOOKING, DAY, VISIT, PATIENT, ABSENCE, CONTACTS, MESSAGES, WAITING, CARE, DIRECTORY, MY_DAY,
    FLOW, DOCUMENTS, CLINICS, SETUP, BACKUPS, CHECKING,
)  # fmt: skip
"""In the order in which their actions stand in the menus."""

PAGES_FIRST = tuple(sorted(SUBJECTS, key=lambda subject: subject.page is None))
"""In the order in which they are made: a page has read what is new before a panel asks it."""

PAGES = tuple(subject.page for subject in SUBJECTS if subject.page is not None)
"""What leads to each page."""

_ROWS = tuple(row for subject in SUBJECTS for row in subject.actions)

ACTIONS = (*FIRST_ACTIONS, *PAGES, *_ROWS, *LAST_ACTIONS)
"""Everything that can be done, each once."""

TOOLS = (*(row for row in _ROWS if row.icon), *RAIL_TOOLS)
"""What has a button at the window's edge, besides the pages."""

KEYS = (*(row for subject in PAGES_FIRST for row in subject.keys), *FRAME_KEYS)
"""Keys and gestures that are no action, place by place."""
