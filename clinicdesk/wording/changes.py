"""What a change of the journal is called: after "Undo", in a list, in the answer of `undo`."""

from collections.abc import Mapping

from clinicdesk.wording.marking import P_, Sentence

SENTENCES: Mapping[str, Sentence] = {
    "hold.expired": P_("an expired hold given back", "expired holds given back", by="visits"),
}
"""By the code of a journal entry; the fields are its parameters."""
