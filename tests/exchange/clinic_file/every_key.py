"""A clinic file with every key, each with a value that differs from what it is left out."""

EVERYTHING = b"""
[clinic]
name = "Quote \\" and \\\\ slash"
zone = "America/Chicago"
grid_minutes = 10
transfer_minutes = 0
way_minutes = 45
hold_minutes = 7
date_order = "YMD"
languages = ["de", "en"]
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
days = [{ date = 2027-07-02, name = "Staff outing; all", time = ["12:00-18:00"] }]
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
from = 2026-01-05
until = 2031-12-31
hours = [
  { days = ["mon", "wed"], time = ["08:00-12:00", "13:00-18:00"] },
  { days = ["tue"], every_weeks = 3, week_of = 2026-01-05, time = ["08:00-10:00"] },
  { days = ["sun"], time = ["08:00-12:00"], nth = [-1, 2], from = 2029-01-01, until = 2030-02-03 },
]
sessions = [
  { days = ["mon"], time = ["08:00-10:00"], visit_types = ["exercise"] },
  { days = ["wed"], time = ["13:00-14:00"], new_patients_only = true },
]
[[assistants]]
name = "Bo"
specialties = ["pt"]
hours = []
[[rooms]]
name = "Gym"
type = "gym"
places = 3
from = 2025-02-03
until = 2032-12-31
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
steps = ["exercise", { visit_type = "exercise", key = "exercise-2", minutes = 20 }]
sequence = [{ first = "exercise", then = "exercise-2", min_gap = 0, max_gap = 90, why = "So." }]
transfer_minutes = 10
[visit_types.check]
name = "Check"
specialty = "pt"
minutes = 10
needs = [{ one_of = ["pt"] }, { one_of = ["gym"] }]
[templates.checks]
name = "Checks"
steps = ["check", { visit_type = "check", key = "check-2" }]
same = [{ steps = ["check", "check-2"], kind = "room" }]
one_window = true
longest_stay = 240
[[meetings]]
name = "Talk"
who = ["Ann", "Bo"]
hours = [{ days = ["tue"], time = ["12:00-12:30"], nth = [1] }]
"""
"""Every key of a clinic file, with a value that differs from what it is left out."""
