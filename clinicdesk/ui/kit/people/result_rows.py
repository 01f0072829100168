"""Patients whom a search found, as rows: two identifiers, what tells namesakes apart, and marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clinicdesk.services.numbers import patient_number
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.patients.namesakes import namesakes
from clinicdesk.services.patients.search import Formerly, FoundPatient
from clinicdesk.ui.kit.entry.pick_list import Piece, Row, Weight
from clinicdesk.ui.kit.people.identity import born_text
from clinicdesk.ui.kit.people.naming import initials
from clinicdesk.wording import readable, say
from clinicdesk.wording.machine.dates import birth_date
from clinicdesk.wording.machine.phones import phone_text

SIMILAR_GLYPH = "\N{ALMOST EQUAL TO}"
GAP = "   "


@dataclass(frozen=True)
class Result:
    """One who was found, and who else of the list may be taken for them."""

    found: FoundPatient
    other: PatientInfo | None

    @property
    def patient(self) -> PatientInfo:
        return self.found.patient

    def title(self, *, private: bool) -> tuple[Piece, ...]:
        """The name, with what differs from the other's emphasized; in private initials."""
        person, other = self.patient, self.other
        if private:
            return ((initials(person), Weight.STRONG),)
        family, given = readable(person.family.upper()), readable(person.given)
        if other is None:
            return ((f"{family}, ", Weight.STRONG), (given, Weight.PLAIN))
        return (
            *_differing(family, readable(other.family.upper()), Weight.STRONG),
            (", ", Weight.STRONG),
            *_differing(given, readable(other.given), Weight.PLAIN),
        )

    @property
    def born_weight(self) -> Weight:
        differs = self.other is not None and self.patient.born != self.other.born
        return Weight.DIFFERS if differs else Weight.MUTED

    @property
    def phone_weight(self) -> Weight:
        differs = self.other is not None and self.patient.born == self.other.born
        return Weight.DIFFERS if differs else Weight.MUTED

    def remark(self, *, private: bool) -> str:
        """What must be known before this one is taken: in words, with a mark."""
        marks = []
        if self.other is not None:
            marks.append(f"{SIMILAR_GLYPH} {say('patient-search.similar')}")
        if self.patient.standing:
            marks.append(say(f"patient-search.{self.patient.standing}"))
        if not private:
            marks += _through(self.found)
        return GAP.join(marks)


def results_of(found: Sequence[FoundPatient]) -> list[Result]:
    """Everybody of a list, beside whoever of it has a similar name."""
    alike = namesakes([one.patient for one in found])
    return [Result(one, alike.get(one.patient.number)) for one in found]


def result_row(result: Result, today: date, *, private: bool) -> Row:
    """A row of two lines: name and number, birth date and phone; and a third with what is marked.

    In private the birth date is there only for whoever is asked for it: one of a similar name.
    """
    person = result.patient
    born = ((born_text(person, today), Weight.MUTED if private else result.born_weight),)
    phone = () if private else ((phone_text(person.phone), result.phone_weight),)
    return Row(
        person.number,
        result.title(private=private),
        patient_number(person.number),
        born,
        phone,
        remark=result.remark(private=private),
    )


def result_line(result: Result, *, private: bool) -> tuple[Piece, ...]:
    """The same in one line: `OKAFOR, Ngozi   04-May-1980   P-10482   (312) 555-0143`."""
    person = result.patient
    pieces = [*result.title(private=private), (GAP, Weight.PLAIN)]
    pieces += [(birth_date(person.born), result.born_weight), (GAP, Weight.PLAIN)]
    pieces += [(patient_number(person.number), Weight.PLAIN)]
    if not private and person.phone:
        pieces += [(GAP, Weight.PLAIN), (phone_text(person.phone), result.phone_weight)]
    return tuple(pieces)


def _through(found: FoundPatient) -> list[str]:
    through = found.through
    if through is None:
        return []
    if isinstance(through, Formerly):
        return [say("patient-search.formerly", {"name": through.name, "number": through.number})]
    phone = phone_text(through.value)
    if not through.person:
        return [say("patient-search.further-number", {"phone": phone})]
    return [say("patient-search.number-of", {"phone": phone, "name": through.person})]


def _differing(text: str, other: str, usual: Weight) -> list[Piece]:
    """The text with what is not as in `other` emphasized: from the first to the last difference."""
    if text == other:
        return [(text, usual)]
    shortest = min(len(text), len(other))
    head = next((i for i in range(shortest) if text[i] != other[i]), shortest)
    tail = next(
        (i for i in range(shortest - head) if text[-1 - i] != other[-1 - i]), shortest - head
    )
    pieces = [
        (text[:head], usual),
        (text[head : len(text) - tail], Weight.DIFFERS),
        (text[len(text) - tail :], usual),
    ]
    return [(part, weight) for part, weight in pieces if part]
