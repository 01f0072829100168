"""What the keys and buttons of the call list note, and which part of it a digit shows."""

from PySide6.QtCore import Qt

from clinicdesk.services.contacts.call_list import CallFilter
from clinicdesk.services.contacts.noting import CONFIRMED, NO_ANSWER, TOLD, VOICEMAIL

FILTERS = tuple(CallFilter)
"""In the order of their keys, 1 to 5."""

TICKS = {
    Qt.Key.Key_Space: TOLD,
    Qt.Key.Key_Return: TOLD,
    Qt.Key.Key_Enter: TOLD,
    Qt.Key.Key_C: CONFIRMED,
    Qt.Key.Key_N: NO_ANSWER,
    Qt.Key.Key_V: VOICEMAIL,
}
MESSAGES = {Qt.Key.Key_E: "email", Qt.Key.Key_T: "text", Qt.Key.Key_L: "look"}
"""How the patient is written to instead, by key: as `Requests.message` is asked."""
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
ASKED = (CallFilter.TO_CONFIRM, CallFilter.LOST)
"""Where nobody is on the list, these lead to what has changed."""
BUTTONS = {"told": TOLD, "confirmed": CONFIRMED, "no-answer": NO_ANSWER, "voicemail": VOICEMAIL}
FILTER_KEYS = {Qt.Key(Qt.Key.Key_1.value + place): wanted for place, wanted in enumerate(FILTERS)}
