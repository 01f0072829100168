"""What Thunderbird makes of calendar files: ical.js reads from them what other readers do."""

import json
import shutil
import subprocess
from datetime import UTC, date
from pathlib import Path

import pytest

from clinicdesk.exchange.calendar.calendar_file import (
    step_files,
    visit_cancellation,
    visit_file,
)
from clinicdesk.exchange.calendar.calendar_values import VisitForCalendar
from tests.exchange.calendar.samples import (
    a_step,
    a_visit,
    called_off,
    method,
    the_event,
    unfolded,
)

PACKAGE = Path(__file__).parents[3] / ".venv/ical.js/node_modules/ical.js/dist/ical.es5.min.cjs"
NODE = shutil.which("node")

READ = """
const ICAL = require(process.argv[1]);
const files = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(files.map(text => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents("vevent").map(component => {
    const event = new ICAL.Event(component);
    return {
      method: calendar.getFirstPropertyValue("method"),
      uid: event.uid,
      sequence: event.sequence,
      begin: event.startDate.toJSDate().toISOString(),
      end: event.endDate.toJSDate().toISOString(),
      title: event.summary,
      text: event.description,
      place: event.location,
      organizer: event.organizer,
      status: component.getFirstPropertyValue("status"),
      alarms: component.getAllSubcomponents("valarm").map(
        alarm => alarm.getFirstPropertyValue("trigger").toString()),
    };
  });
})));
"""

pytestmark = pytest.mark.skipif(
    NODE is None or not PACKAGE.is_file(), reason="ical.js is not here: it is installed by npm"
)

HOSTILE = "a;b,c\\n\r\nEND:VEVENT\r\nBEGIN:VEVENT \u202eabc <b>{time}</b> \U0001f9b4 " + "x" * 300
BEFORE_SPRING, AFTER_AUTUMN = date(2027, 3, 14), date(2027, 11, 7)
"""Days on which Chicago changes its clock."""


def visits() -> tuple[VisitForCalendar, ...]:
    three = a_visit(a_step(41), a_step(42, start=600, end=630), a_step(43, start=640, end=700))
    hostile = a_visit(
        a_step(practitioner=HOSTILE, room=HOSTILE, public_name=HOSTILE, instructions=HOSTILE),
        clinic_name=HOSTILE[:200],
        directions=HOSTILE,
        address=HOSTILE,
        email="desk@clinic.example",
    )
    changes = [
        a_visit(a_step(day=day, start=180, end=240)) for day in (BEFORE_SPRING, AFTER_AUTUMN)
    ]
    return (three, hostile, *changes)


def test_ical_js_reads_what_other_readers_do() -> None:
    files = [visit_file(visit) for visit in visits()]
    files += [visit_file(called_off(visit)) for visit in visits()]
    files += [visit_cancellation(visits()[0]), *step_files(visits()[0]).values()]
    assert NODE is not None
    ran = subprocess.run(
        [NODE, "-e", READ, str(PACKAGE)],
        input=json.dumps([data.decode("utf-8") for data in files]),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert json.loads(ran.stdout) == [[as_others_read(data)] for data in files]


def as_others_read(data: bytes) -> dict[str, object]:
    event = the_event(data)
    alarms = [line[8:] for line in unfolded(data) if line.startswith("TRIGGER:")]
    begin, end = (event.decoded(name).astimezone(UTC) for name in ("DTSTART", "DTEND"))
    return {
        "method": method(data),
        "uid": str(event["UID"]),
        "sequence": event.decoded("SEQUENCE"),
        "begin": f"{begin:%Y-%m-%dT%H:%M:%S}.000Z",
        "end": f"{end:%Y-%m-%dT%H:%M:%S}.000Z",
        "title": str(event["SUMMARY"]),
        "text": str(event["DESCRIPTION"]),
        "place": str(event["LOCATION"]),
        "organizer": str(event["ORGANIZER"]),
        "status": str(event["STATUS"]),
        "alarms": alarms,
    }
