"""A visit as the patient's page: rows to the plain values that `exchange/pages` writes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.exchange.calendar.calendar_values import VisitForCalendar
from clinicdesk.exchange.calendar_form import Form
from clinicdesk.exchange.languages import language_name
from clinicdesk.exchange.pages.itinerary import (
    BEGINNING,
    LARGE_POINTS,
    USUAL_POINTS,
    Itinerary,
    itinerary_page,
    whose_page,
)
from clinicdesk.exchange.pages.scanned_calendar import scanned_calendar
from clinicdesk.exchange.patient_words import Document
from clinicdesk.models.contacts import Channel, Contact, ContactOutcome
from clinicdesk.models.database import Database
from clinicdesk.models.resources import Resource
from clinicdesk.services.clinic.patient_language import languages_there, words_for
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.contacts.noting import CameOfIt
from clinicdesk.services.context import Context
from clinicdesk.services.documents.calendar_export import (
    RowsForCalendar,
    for_calendar,
    rows_for_calendar,
    sayable,
)
from clinicdesk.services.documents.handing_over import Held, held_in_calendar
from clinicdesk.services.documents.printed_files import prints_on_letter
from clinicdesk.services.exporting.file_writing import write_file
from clinicdesk.services.numbers import patient_number
from clinicdesk.services.patient_info import PatientInfo

SMALLER_POINTS = (10.0, 9.0)
"""Rather than a second page, as far as anybody can read it."""


@dataclass(frozen=True)
class VisitPage:
    """A visit's page, what a desk needs beside it, and what is noted of handing it over."""

    page: Itinerary
    visit: int
    edition: int
    patient: PatientInfo
    letter: bool
    """Whether the clinic prints on Letter; else on A4."""
    languages: tuple[str, ...]
    """BCP 47 codes of those in which it could be instead, the patient's own first."""
    language_names: tuple[str, ...]
    """What these are called in English."""

    @property
    def language(self) -> str:
        """That in which it is, a BCP 47 code."""
        return self.page.words.language

    @property
    def sizes(self) -> tuple[float, ...]:
        """Of the running text in points, the first that stands on one page; else the first."""
        if self.page.large:
            return (float(LARGE_POINTS),)
        return (float(USUAL_POINTS), *SMALLER_POINTS)

    @property
    def whose(self) -> str:
        """For whom it is, and of which visit."""
        return whose_page(self.page)

    @property
    def days(self) -> frozenset[date]:
        """On which any of its steps is, or was."""
        return frozenset(step.day for step in self.page.visit.steps)

    def says_the_same(self, other: "VisitPage") -> bool:
        """Whether they differ by nothing but when they were made."""
        then = replace(self.page.visit, stamp=other.page.visit.stamp)
        mine = replace(self.page, visit=then, scanned=None)
        return mine == replace(other.page, scanned=None)

    def handed_over(self, *, printed: bool) -> CameOfIt:
        """What came of it; with the code that is on it the patient has the calendar, too.

        A file without the code counts as paper: of a file a calendar is meant.
        """
        form = "" if self.page.scanned is None else Form.VISIT
        channel = Channel.FILE if form and not printed else Channel.PAPER
        return CameOfIt(ContactOutcome.HANDED_OVER, channel, form)


@dataclass(frozen=True)
class _Read:
    rows: RowsForCalendar
    credentials: Mapping[int, str]
    """What stands behind the names of practitioners, by their numbers."""
    given: tuple[int, ...]
    """The editions that were handed over."""
    held: Held | None
    """What the patient has in their calendar."""


def read_itinerary(
    context: Context, database: Database, visit: int, *, language: str = "", large: bool = False
) -> VisitPage:
    """The page to be handed out, in the patient's language or the one asked for.

    Raises as `export_visit` does.
    """
    read = _read(database, visit)
    patient = read.rows.visit.patient
    assert patient is not None
    who = f"{patient.given} {patient.family}".strip()
    page = _page(context, database, read, language)
    setup, now = read.rows.clinic[0], read.rows.visit.edition
    # In a calendar that has its steps one by one the whole visit would stand besides.
    in_steps = read.held is not None and read.held.form is Form.STEPS
    with sayable():
        scanned = None if in_steps else scanned_calendar(page.visit)
    own = words_for(database, setup, patient, Document.ITINERARY).language
    languages = tuple(dict.fromkeys((own, *languages_there(database, Document.ITINERARY))))
    return VisitPage(
        page=replace(
            page,
            for_whom=f"{who}, {patient_number(patient.number)}",
            scanned=scanned,
            large=large,
        ),
        visit=visit,
        edition=now,
        patient=patient,
        letter=prints_on_letter(setup),
        languages=languages,
        language_names=tuple(map(language_name, languages)),
    )


def itinerary_html(context: Context, database: Database, visit: int, *, large: bool = False) -> str:
    """The page for a message to the patient, as HTML: by their first name alone, without a code.

    Nobody hands it out, and the calendar file goes along. Raises as `export_visit` does.
    """
    read = _read(database, visit)
    patient = read.rows.visit.patient
    assert patient is not None
    page = replace(_page(context, database, read), for_whom=patient.given, large=large)
    with sayable():
        return itinerary_page(page)


def page_html(page: Itinerary, points: float = 0) -> str:
    """The page as HTML, in type of that size. Raises Refused for a time that is none any more."""
    with sayable():
        return itinerary_page(page, points)


def write_page(path: Path, html: str) -> None:
    """Write the page whole or not at all; an older one at `path` is replaced.

    Raises Refused if anything else is at `path` or it cannot be written; then nothing is changed.
    """
    exists = RefusalCode.DOCUMENT_PAGE_EXISTS
    write_file(path, html.encode("utf-8"), replaces=BEGINNING, exists=exists)


def _read(database: Database, visit: int) -> _Read:
    with database.reading() as session:
        rows = rows_for_calendar(session, visit)
        numbers = {number for step in rows.visit.steps for number in step.resources}
        return _Read(
            rows,
            _credentials(session, numbers),
            _given(session, visit),
            held_in_calendar(session, visit),
        )


def _credentials(session: Session, numbers: set[int]) -> dict[int, str]:
    profiles = session.execute(
        select(Resource.id, Resource.profile).where(
            Resource.id.in_(numbers), Resource.kind == "practitioner"
        )
    )
    return {number: profile.credentials for number, profile in profiles if profile is not None}


def _given(session: Session, visit: int) -> tuple[int, ...]:
    handed_over = select(Contact.edition).where(
        Contact.visit_id == visit, Contact.active, Contact.outcome == ContactOutcome.HANDED_OVER
    )
    return tuple(session.scalars(handed_over))


def _page(context: Context, database: Database, read: _Read, language: str = "") -> Itinerary:
    info, setup = read.rows.visit, read.rows.clinic[0]
    words = words_for(database, setup, info.patient, Document.ITINERARY, language)
    visit = _with_credentials(for_calendar(context, read.rows, words), read)
    replaces = any(edition < info.edition for edition in read.given)
    return Itinerary(visit, words, setup.date_order, replaces=replaces)


def _with_credentials(visit: VisitForCalendar, read: _Read) -> VisitForCalendar:
    behind: dict[str, str] = {}
    for number, credentials in read.credentials.items():
        info = read.rows.clinic[0].resources.get(number)
        if info is not None and credentials and not info.name.endswith(credentials):
            behind[info.part_of or info.name] = credentials
    steps = tuple(
        replace(step, practitioner=f"{step.practitioner}, {behind[step.practitioner]}")
        if step.practitioner in behind
        else step
        for step in visit.steps
    )
    return replace(visit, steps=steps)
