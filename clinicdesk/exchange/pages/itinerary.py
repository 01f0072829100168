"""A visit as one page for the patient: when, what, with whom, where, how to prepare, whom to call.

One HTML document that is complete in itself: no scripts, nothing fetched; a heading for each part,
a table with headers for the steps. It is read on screen and aloud, in a mail program and on paper,
and what `ui` prints is the same document, laid out by Qt. So its style is what both know. It is
escaped throughout; what may stand on it is what may stand in a calendar file, besides the name and
number by which it is handed to the right patient.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import groupby

from clinicdesk.exchange.calendar.calendar_text import lines_of, one_line
from clinicdesk.exchange.calendar.calendar_values import StepForCalendar, VisitForCalendar
from clinicdesk.exchange.calendar.said import arrival_line, place_of, step_name, visit_title
from clinicdesk.exchange.pages.scanned_calendar import PRINTED_MM, ScannedCalendar
from clinicdesk.exchange.patient_words import ItineraryWords, PatientWords, clock_text, filled
from clinicdesk.exchange.wall_clock import arrival, shown_minute, to_instant

BEGINNING = b"<!DOCTYPE HTML>"
"""How every page begins, in capitals, whoever wrote it."""

USUAL_POINTS, LARGE_POINTS = 11, 18
"""Sizes of the running text."""

RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})
"""Languages (ISO 639-1) whose lines begin at the right."""

_NOTHING_FETCHED = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_PIXELS_A_MM = 96 / 25.4


@dataclass(frozen=True)
class Itinerary:
    """What stands on the page; the visit's own words are those of `words`."""

    visit: VisitForCalendar
    words: PatientWords
    date_order: str
    """The clinic's: a day in words has the month first after `MDY`, where the language may."""
    for_whom: str = ""
    """Whom to hand it to; empty on one that nobody hands out."""
    replaces: bool = False
    """Whether the patient was given something else of this visit before."""
    scanned: ScannedCalendar | None = None
    large: bool = False
    """In large type, for whoever asks for it."""


def itinerary_page(itinerary: Itinerary, points: float = 0) -> str:
    """The page as an HTML document; of a visit that is cancelled one that says so and no more.

    `points` is the size of the running text; 0 for the usual one, or the large one on request.
    Raises NoSuchTime for a start or end that the clinic's clock skips or shows twice.
    """
    visit, language = itinerary.visit, itinerary.words.language
    size = points or (LARGE_POINTS if itinerary.large else USUAL_POINTS)
    body = _booked(itinerary) if visit.standing else _cancelled(itinerary)
    way = "rtl" if language.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{escape(language)}" dir="{way}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width">',
        f'<meta http-equiv="Content-Security-Policy" content="{_NOTHING_FETCHED}">',
        f"<title>{_line(visit_title(visit))}</title>",
        f"<style>\n{_style(size, 'right' if way == 'rtl' else 'left')}</style>",
        "</head>",
        f'<body dir="{way}">',
        *_head(itinerary),
        *body,
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def whose_page(itinerary: Itinerary) -> str:
    """For whom it is, and of which visit: what one holds it by."""
    said = (one_line(itinerary.for_whom), one_line(itinerary.visit.number))
    return ", ".join(filter(None, said))


def _style(points: float, side: str) -> str:
    """What a browser, a mail program and Qt's layout all know: of margins Qt knows pixels only."""
    line = round(points * 4 / 3)
    return f"""\
@page {{ margin: 15mm; }}
body {{ font-family: sans-serif; font-size: {points:g}pt; color: black; background-color: white;
  max-width: 48em; }}
h1 {{ font-size: {points * 1.6:g}pt; margin: 0px 0px {line // 2}px 0px; }}
h2 {{ font-size: {points * 1.2:g}pt; margin: {line}px 0px {line // 4}px 0px; }}
p {{ margin: 0px 0px {line // 3}px 0px; }}
.arrive {{ font-size: {points * 1.2:g}pt; font-weight: bold; }}
.weighty {{ font-weight: bold; }}
table.steps {{ border-collapse: collapse; margin: {line // 2}px 0px; }}
table.steps th, table.steps td {{ border: 1px solid black; padding: 3px 6px; text-align: {side};
  vertical-align: top; }}
table.foot td {{ padding: {line}px 0px 0px 0px; }}
th.time {{ white-space: nowrap; }}
"""


def _head(itinerary: Itinerary) -> Iterator[str]:
    visit, words = itinerary.visit, itinerary.words
    if visit.demo:
        yield f'<p class="weighty">{_line(words.calendar.demo_said)}</p>'
    clinic = one_line(visit.clinic_name)
    title = filled(words.itinerary.title, clinic=clinic) if clinic else words.calendar.untitled
    yield f"<h1>{_line(title)}</h1>"
    yield f"<p>{_line(whose_page(itinerary))}</p>"
    if itinerary.replaces:
        yield f'<p class="weighty">{_line(words.itinerary.replaces)}</p>'


def _cancelled(itinerary: Itinerary) -> Iterator[str]:
    """When it was to be, that it is not, and whom to ask: nothing that reads as an appointment."""
    visit, words = itinerary.visit, itinerary.words
    first = min((step.day, step.start) for step in visit.ended_with or visit.steps)
    day, time = _day(itinerary, first[0]), _clock(visit, first[1])
    said = filled(words.itinerary.cancelled, day=day, time=time)
    yield f'<p class="arrive">{_line(said)}</p>'
    if reached := _reached(visit):
        yield f"<p>{_line(filled(words.calendar.reached, contact=reached))}</p>"


def _booked(itinerary: Itinerary) -> Iterator[str]:
    visit, words = itinerary.visit, itinerary.words.itinerary
    if any(step.held for step in visit.standing):
        yield f'<p class="weighty">{_line(words.held)}</p>'
    for day, steps in groupby(visit.standing, key=lambda step: step.day):
        yield from _one_day(itinerary, day, list(steps))
    advice = [step.instructions for step in visit.standing]
    yield from _part(words.prepare, dict.fromkeys(map(lines_of, advice)))
    if any(step.on_site for step in visit.standing):
        where = place_of(visit, visit.standing)
        yield from _part(words.way, (where, lines_of(visit.directions)))
    yield from _foot(itinerary)


def _one_day(itinerary: Itinerary, day: date, steps: Sequence[StepForCalendar]) -> Iterator[str]:
    visit, words = itinerary.visit, itinerary.words.itinerary
    yield f"<h2>{_line(_day(itinerary, day))}</h2>"
    come_for = next((step for step in steps if step.on_site), None)
    if come_for is not None:
        yield f'<p class="arrive">{_line(arrival_line(visit, come_for))}</p>'
    yield '<table class="steps" width="100%" cellspacing="0">'
    yield (
        f'<thead><tr><th scope="col" class="time" width="1%">{_line(words.time)}</th>'
        f'<th scope="col">{_line(words.what)}</th></tr></thead>'
    )
    yield "<tbody>"
    for step in steps:
        time = f"{_clock(visit, step.start)} \N{EN DASH} {_clock(visit, step.end)}"
        kept = _line(time).replace(" ", "&nbsp;")
        yield f'<tr><th scope="row" class="time">{kept}</th><td>{_what(visit, step)}</td></tr>'
    yield "</tbody>"
    yield "</table>"
    yield f"<p>{_line(_in_all(visit, words, steps, come_for))}</p>"


def _what(visit: VisitForCalendar, step: StepForCalendar) -> str:
    """What it is; below, with whom, and in which room or by which means."""
    words, name, room = visit.words, one_line(step.practitioner), one_line(step.room)
    below = [filled(words.with_whom, name=name)] if name else []
    if not step.on_site:
        below.append(words.by_video if step.place == "video" else words.by_phone)
    elif room:
        below.append(filled(words.where, place=room))
    lines = [f"<strong>{_line(step_name(visit, step))}</strong>", *map(_line, below)]
    return lines[0] + (f"<br>{' '.join(lines[1:])}" if below else "")


def _in_all(
    visit: VisitForCalendar,
    words: ItineraryWords,
    steps: Sequence[StepForCalendar],
    come_for: StepForCalendar | None,
) -> str:
    """From when to be there, or the first start, to the last end, as time passes."""
    first = steps[0]
    begin = to_instant(visit.zone, first.day, first.start)
    if come_for is first:
        early, opens = first.arrive_early, first.opens
        begin = arrival(visit.zone, first.day, first.start, early, opens)
    end = max(to_instant(visit.zone, step.day, step.end) for step in steps)
    minutes = round((end - begin).total_seconds() / 60)
    until = _clock(visit, shown_minute(visit.zone, end))
    return filled(words.in_all, length=_length(words, minutes), time=until)


def _length(words: ItineraryWords, minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    said = [filled(words.hours, number=str(hours))] if hours else []
    said += [filled(words.minutes, number=str(rest))] if rest or not hours else []
    return " ".join(said)


def _foot(itinerary: Itinerary) -> Iterator[str]:
    """Whom to call, and beside it the calendar, if it fits."""
    visit, words, scanned = itinerary.visit, itinerary.words.itinerary, itinerary.scanned
    reached = _reached(visit)
    call = list(_part(words.late, (filled(words.call, contact=reached),))) if reached else []
    if scanned is None:
        yield from call
        return
    wide = round(PRINTED_MM * _PIXELS_A_MM)
    said = words.scan_short if scanned.shortened else words.scan
    yield '<table class="foot" role="presentation" width="100%" cellspacing="0" cellpadding="0">'
    yield "<tr>"
    yield '<td valign="top">'
    yield from call
    yield from _part(words.calendar, (said,))
    yield "</td>"
    yield (
        f'<td width="{wide}" valign="top"><img src="{escape(scanned.address)}" width="{wide}" '
        f'height="{wide}" alt="{_line(words.scan_picture)}"></td>'
    )
    yield "</tr></table>"


def _part(heading: str, texts: Iterator[str] | Sequence[str] | dict[str, None]) -> Iterator[str]:
    """A heading and a paragraph for each text that is not empty; nothing where all are."""
    shown = [text for text in texts if text]
    if shown:
        yield f"<h2>{_line(heading)}</h2>"
        for text in shown:
            yield f"<p>{'<br>'.join(map(escape, lines_of(text).splitlines()))}</p>"


def _reached(visit: VisitForCalendar) -> str:
    return ", ".join(filter(None, map(one_line, (visit.phone, visit.web))))


def _day(itinerary: Itinerary, day: date) -> str:
    return itinerary.words.dates.day(day, itinerary.date_order)


def _clock(visit: VisitForCalendar, minutes: int) -> str:
    return clock_text(minutes, twelve_hour=visit.twelve_hour)


def _line(text: str) -> str:
    return escape(one_line(text))
