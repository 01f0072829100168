"""A message as it would read with texts that somebody is typing: about a visit made up for that."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from clinicdesk.exchange.patient_words import Document, PatientWords, clock_text
from clinicdesk.models.database import Database
from clinicdesk.models.messages import Occasion
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup, MessageTextInfo, OwnText
from clinicdesk.services.clinic.patient_language import words_for
from clinicdesk.services.context import Context
from clinicdesk.services.messages.composing import letter_of, plain_values
from clinicdesk.services.messages.message_values import Letter
from clinicdesk.services.patient_info import PatientInfo

_BEGIN, _ARRIVE, _MIDDLE, _UNTIL = 540, 525, 570, 615
"""When the visit that is made up begins and ends, in minutes after midnight."""

NOBODY = PatientInfo(0, "Sample", "Sam", date(1990, 1, 1))


def sample_message(
    context: Context, database: Database, entry: Mapping[str, Any], language: str
) -> Letter:
    """What that entry of `[[messages]]` says in that language. Raises Refused for a faulty one."""
    with database.reading() as session:
        setup, _ = read_clinic(session)
    today, _ = context.wall_clock(setup.zone)
    words = words_for(database, setup, replace(NOBODY, reads=language), Document.MESSAGE)
    occasion = Occasion(entry["occasion"])
    own = replace(setup, messages={occasion: _own(entry)})

    def clock(minutes: int) -> str:
        return clock_text(minutes, twelve_hour=setup.twelve_hour)

    day = words.dates.day(today + timedelta(days=7), setup.date_order)
    values = plain_values(setup, words, NOBODY) | {
        "day": day,
        "begin": clock(_BEGIN),
        "until": clock(_UNTIL),
        "arrive": clock(_ARRIVE),
        "itinerary": "\n".join(_lines(setup, words, clock(_BEGIN), clock(_MIDDLE))),
    }
    if occasion is Occasion.CHANGED:
        before = words.dates.day(today + timedelta(days=6), setup.date_order)
        values["former"] = f"{before}, {clock(_BEGIN)}"
    return letter_of(own, words, occasion, values)


def _own(entry: Mapping[str, Any]) -> MessageTextInfo:
    others: Mapping[str, Mapping[str, str]] = entry.get("words") or {}
    subject, letter, short_text = (
        OwnText(
            str(entry.get(key) or ""),
            {code: str(texts[key]) for code, texts in others.items() if texts.get(key)},
        )
        for key in ("subject", "letter", "short_text")
    )
    return MessageTextInfo(subject, letter, short_text)


def _lines(setup: ClinicSetup, words: PatientWords, *times: str) -> list[str]:
    """The clinic's first services, by what patients are told they are."""
    kinds = [kind for kind in setup.visit_types.values() if kind.offered]
    untitled = words.calendar.untitled
    names = dict.fromkeys(kind.public_name_for(words.language) or untitled for kind in kinds)
    return [f"{time}  {name}" for time, name in zip(times, names, strict=False)]
