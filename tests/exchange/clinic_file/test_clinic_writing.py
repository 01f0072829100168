"""A clinic's shape written as a clinic file is read as the same shape again."""

import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.exchange.clinic_file import read_clinic_file
from clinicdesk.exchange.clinic_file.writing.clinic_writing import write_clinic_file
from clinicdesk.exchange.clinic_file.writing.hours_writing import hours_entries
from clinicdesk.exchange.clinic_shape import ClosedDay, RecurringStretch
from clinicdesk.resource_files import resource_file
from tests.services.clinics import harbor_file

EVERYTHING = b"""
[clinic]
name = "Quote \\" and \\\\ slash"
zone = "America/Chicago"
grid_minutes = 10
transfer_minutes = 0
hold_minutes = 7
date_order = "YMD"
week_start = "monday"
twelve_hour = false
[opening_hours]
monday = ["00:00-24:00"]
tuesday = ["08:00-18:00"]
wednesday = ["08:00-12:00", "13:00-18:00"]
sunday = ["08:00-12:00"]
[holidays]
country = "US"
subdivision = "IL"
except = ["Columbus Day"]
days = [{ date = 2027-07-02, name = "Staff outing; all" }]
[specialties.pt]
name = "Physical therapy"
color = "#123456"
[[practitioners]]
name = "Ann"
credentials = "PT"
specialties = ["pt"]
languages = ["English", "Polish"]
conditions = ["Pain"]
procedures = ["Exercise"]
new_patients = false
lanes = 2
hours = [
  { days = ["mon", "wed"], time = ["08:00-12:00", "13:00-18:00"] },
  { days = ["tue"], every_weeks = 3, week_of = 2026-01-05, time = ["08:00-10:00"] },
  { days = ["sun"], time = ["08:00-12:00"], nth = [-1, 2], from = 2029-01-01, until = 2030-02-03 },
]
sessions = [
  { days = ["mon"], time = ["08:00-10:00"], visit_types = ["exercise"] },
  { days = ["wed"], time = ["13:00-14:00"], new_patients_only = false },
]
[[assistants]]
name = "Bo"
specialties = ["pt"]
hours = []
[[rooms]]
name = "Gym"
type = "gym"
places = 3
hours = [{ days = ["mon-wed"], time = ["00:00-24:00"] }]
[[equipment]]
name = "Table"
type = "table"
movable = true
lanes = 1
[visit_types.exercise]
name = "Exercise"
specialty = "pt"
minutes = 30
arrive_early = 5
place = "video"
instructions = "Two\\nlines and \\"more\\"."
requirements = ["Referral", { text = "Films", lead_days = 3 }]
group_size = 4
only_in_sessions = true
needs = [
  { one_of = ["pt", { who = "Bo", minutes = 45, penalty = 3 }], holds = ["0-10", "20-end"] },
  { one_of = ["Gym place 2", "gym"], before = 5, after = 10 },
]
[templates.twice]
name = "Twice"
steps = ["exercise", { visit_type = "exercise", key = "again", minutes = 20 }]
sequence = [{ first = "exercise", then = "again", min_gap = 0, max_gap = 90, why = "So." }]
transfer_minutes = 10
[[meetings]]
name = "Talk"
who = ["Ann", "Bo"]
hours = [{ days = ["tue"], time = ["12:00-12:30"], nth = [1] }]
"""
"""Every key of a clinic file, with a value that differs from what it is left out."""

FILES = {
    "lakeside": resource_file("clinics", "lakeside.toml").read_bytes(),
    "small": resource_file("clinics", "small.toml").read_bytes(),
    "harbor": harbor_file(),
    "every key": EVERYTHING,
}


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_what_is_written_is_read_as_the_same(content: bytes) -> None:
    shape = read_clinic_file(content)
    written = write_clinic_file(shape)
    assert read_clinic_file(written) == shape
    assert write_clinic_file(read_clinic_file(written)) == written


@given(name=st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Cn", "Co"))))
def test_any_name_is_written_so_that_it_is_read_again(name: str) -> None:
    name = unicodedata.normalize("NFC", f"x{name[:100]}x")[:120]
    shape = replace(
        read_clinic_file(harbor_file()),
        name=name,
        closed_days=(ClosedDay(date(2027, 1, 4), name),),
    )
    assert read_clinic_file(write_clinic_file(shape)) == shape


def test_a_rule_that_no_clinic_file_can_say_is_left_out() -> None:
    rules = ["FREQ=DAILY", "FREQ=MONTHLY;BYDAY=1MO,2TU", "FREQ=WEEKLY;BYDAY=XX", "FREQ=YEARLY"]
    stretches = [RecurringStretch(rule, date(2026, 1, 5), None, 480, 540) for rule in rules]
    assert hours_entries(stretches) == []
