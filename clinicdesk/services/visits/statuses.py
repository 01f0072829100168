"""The table of legal moves between an appointment's statuses, going back included."""

MOVES: dict[str, frozenset[str]] = {
    "proposed": frozenset({"booked", "cancelled", "entered-in-error"}),
    # A hold ends by itself, or is given back: either way by its own verbs.
    "pending": frozenset(),
    "waitlist": frozenset({"booked", "cancelled", "entered-in-error"}),
    "booked": frozenset({"arrived", "noshow", "cancelled", "entered-in-error"}),
    "arrived": frozenset({"booked", "checked-in", "fulfilled", "cancelled", "noshow"}),
    "checked-in": frozenset({"arrived", "fulfilled", "cancelled"}),
    "fulfilled": frozenset({"checked-in", "arrived"}),
    "noshow": frozenset({"booked", "arrived"}),
    "cancelled": frozenset({"booked"}),
    "entered-in-error": frozenset(),
}
"""From a status to those it may become. A patient who leaves unseen is cancelled with a reason."""


def may_become(status: str, wanted: str) -> bool:
    """Whether an appointment of this status may take the wanted one."""
    return wanted in MOVES[status]
