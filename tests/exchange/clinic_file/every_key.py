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
address = "12 Main Street\\nSpringfield"
directions = "Over the bridge."
phone = "+1 555 0100"
web = "https://clinic.example"
email = "desk@clinic.example"
discreet_titles = true
calendar_names = true
mail_server = "smtp.clinic.example:465"
mail_security = "tls"
mail_user = "desk"
words = { en = { directions = "Across the bridge." } }
[opening_hours]
monday = ["00:00-24:00"]
tuesday = ["08:00-18:00"]
wednesday = ["08:00-12:00", "13:00-18:00"]
sunday = ["08:00-12:00"]
hours = [
  { days = ["sat"], time = ["08:00-12:00"], every_weeks = 4, week_of = 2026-01-05, weeks = [1, 3] },
  { days = ["sat"], time = ["13:00-15:00"], nth = [2], from = 2026-03-01, until = 2031-12-31 },
]
[[opening_hours.seasons]]
name = "Summer"
from = 2026-06-01
until = 2026-08-31
every_year = true
tuesday = ["09:00-17:00"]
wednesday = []
[[opening_hours.days]]
date = 2031-11-01
name = "Open house"
time = ["08:00-12:00", "13:00-15:00"]
[holidays]
country = "US"
subdivision = "IL"
except = ["Columbus Day", { name = "Veterans Day", year = 2031 }]
days = [
  { date = 2027-07-02, name = "Staff outing; all", time = ["12:00-18:00"] },
  { date = 2027-12-24, name = "Christmas Eve", time = ["12:00-24:00"], every_year = true },
]
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
  { days = ["wed"], time = ["08:00-09:00"], visit_types = ["check"], only_here = true },
  { days = ["wed"], time = ["14:00-16:00"], at_most = { exercise = 2, check = 0 } },
  { days = ["wed"], time = ["16:00-17:00"], visit_types = ["check"], release = "10:30",\
 release_days = 1 },
]
pace = 150
away = [
  { from = 2031-07-01, until = 2031-07-14, reason = "Vacation" },
  { from = 2031-08-04, start = "12:00", end = "15:30" },
]
extra = [{ date = 2031-11-01, time = ["08:00-12:00", "13:00-14:00"] }]
[[assistants]]
name = "Bo"
specialties = ["pt"]
hours = [{ days = ["tue"], time = ["08:00-12:00"] }]
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
other_places = ["phone", "on site"]
instructions = "Two\\nlines and \\"more\\"."
requirements = ["Referral", { text = "Films", lead_days = 3 }]
group_size = 4
words = { en = { public_name = "Movement", instructions = "Two\\nlines." } }
only_in_sessions = true
needs = [
  { one_of = ["pt", { who = "Bo", minutes = 45, penalty = 3 }], holds = ["0-10", "20-end"] },
  { one_of = ["Gym place 2", "gym"], before = 5, after = 10, places = ["on site", "video"] },
]
[templates.twice]
name = "Twice"
steps = ["exercise", { visit_type = "exercise", key = "exercise-2", minutes = 20, place = "phone" }]
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
[[sessions]]
who = ["Bo", "Ann"]
days = ["tue"]
time = ["08:00-09:00"]
visit_types = ["check"]
[[meetings]]
name = "Talk"
who = ["Ann", "Bo"]
hours = [{ days = ["tue"], time = ["12:00-12:30"], nth = [1] }]
[[messages]]
occasion = "changed"
subject = "{clinic}: {day}"
letter = "Dear {greeting_name},\\nplease come at {arrive}."
short_text = "{day}, {begin}"
words = { en = { subject = "New: {day}", letter = "Hello\\n{itinerary}", short_text = "{phone}" } }
"""
"""Every key of a clinic file, with a value that differs from what it is left out."""
