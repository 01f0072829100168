"""Absences in words, and what was typed of one. Pure, no widgets."""

from datetime import date

from clinicdesk.scheduling import MIDNIGHT
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.setup.absences import AbsenceChange, AbsenceTimes
from clinicdesk.ui.kit.entry.dates_in_words import day_in_words
from clinicdesk.ui.kit.entry.fields import time_in_words
from clinicdesk.ui.kit.list_with_form.entry_form import Raws
from clinicdesk.wording import date_text, readable, say, time_text
from clinicdesk.wording.machine.dates import day_in_sentence


def absence_text(times: AbsenceTimes, setup: ClinicSetup) -> str:
    """In two lines: who, and `Mon 1 Mar 2027 12:00 - Fri 5 Mar 2027   every 2 weeks   family`."""
    info = setup.resources.get(times.resource)
    name = readable(info.name) if info else ""
    return "\n".join(filter(None, (name, absence_times(times))))


def changed_absence(change: AbsenceChange) -> str:
    """The sentence of what is entered, and what is taken back."""
    back = change.taken_back.times if change.taken_back else None
    said = (("absences.entered", change.entered), ("absences.taken-back", back))
    return " ".join(say(code, {"when": absence_times(times)}) for code, times in said if times)


def absence_times(times: AbsenceTimes) -> str:
    """`Mon 1 Mar 2027 12:00 - Fri 5 Mar 2027   every 2 weeks   family`."""
    again = ""
    if times.every_weeks and times.until:
        weeks = {"count": times.every_weeks, "until": day_in_sentence(times.until)}
        again = say("absences.again", weeks)
    return "   ".join(filter(None, (_stretch(times), again, readable(times.reason))))


def _stretch(times: AbsenceTimes) -> str:
    first, last = _moment(times.first_day, times.start), day_in_sentence(times.last_day)
    if times.end < MIDNIGHT:
        last = time_text(times.end)
        if times.last_day != times.first_day:
            last = _moment(times.last_day, times.end)
    elif times.start and times.last_day == times.first_day:
        last = say("absences.day-end")
    return first if first == last else f"{first} \N{EN DASH} {last}"


def _moment(day: date, minute: int) -> str:
    return " ".join(filter(None, (day_in_sentence(day), time_text(minute) if minute else "")))


def raws_of_absence(times: AbsenceTimes | None, who: int) -> Raws:
    """What stands in the form of it; of a new one."""
    if times is None:
        keys = ("first_day", "start", "last_day", "end", "until", "reason")
        return {**dict.fromkeys(keys, ""), "who": str(who or ""), "every_weeks": "0"}
    one_day = times.first_day == times.last_day
    return {
        "who": str(times.resource),
        "first_day": date_text(times.first_day),
        "start": time_text(times.start) if times.start else "",
        "last_day": "" if one_day else date_text(times.last_day),
        "end": time_text(times.end) if times.end < MIDNIGHT else "",
        "every_weeks": str(times.every_weeks),
        "until": date_text(times.until) if times.until else "",
        "reason": times.reason,
    }


def typed_day(text: str, today: date, order: str) -> date | None:
    """The day that was typed; None if it is none."""
    return day_in_words(text, today, order) if text.strip() else None


def meant_times(raws: Raws, today: date, order: str) -> AbsenceTimes | str:
    """What was typed, or the key of the field that nobody understands."""
    text = {key: str(raw).strip() for key, raw in raws.items()}
    days = {key: typed_day(text[key], today, order) for key in ("first_day", "last_day", "until")}
    times = {key: time_in_words(text[key]) if text[key] else None for key in ("start", "end")}
    first, weeks = days["first_day"], int(text["every_weeks"] or 0)
    for key in ("who", "first_day"):
        if not text[key]:
            return key
    for key, value in (*days.items(), *times.items()):
        if value is None and text[key]:
            return key
    if weeks and days["until"] is None:
        return "until"
    assert first is not None
    end = times["end"] or MIDNIGHT
    return AbsenceTimes(
        int(text["who"]),
        first,
        times["start"] or 0,
        days["last_day"] or first,
        end,
        weeks,
        days["until"] if weeks else None,
        text["reason"],
    )
