"""Why a patient comes, and a note for whoever meets them: neither leaves the building."""

from dataclasses import dataclass

from clinicdesk.services.texts import refuse_unfit


@dataclass(frozen=True)
class Purpose:
    """Of one step; of a visit that is being booked it is each step's."""

    comes_for: str = ""
    note: str = ""

    @property
    def as_kept(self) -> "Purpose":
        """Without spaces around it. Raises Refused for a text that cannot be kept."""
        refuse_unfit("comes-for", self.comes_for)
        refuse_unfit("step-note", self.note)
        return Purpose(self.comes_for.strip(), self.note.strip())


NO_PURPOSE = Purpose()
