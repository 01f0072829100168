"""A small right clinic file, and a table of changes that each make it faulty in one way."""
# ruff: noqa: E501 - one line for each fault reads best

PLAIN = """
[clinic]
name = "Plain"
zone = "Europe/Berlin"

[opening_hours]
monday = ["08:00-12:00", "13:00-17:00"]
tuesday = ["08:00-12:00", "13:00-17:00"]
wednesday = ["08:00-17:00"]
thursday = ["08:00-17:00"]

[specialties]
doctor = { name = "Doctor" }
therapist = { name = "Therapist", color = "#AABBCC" }

[[practitioners]]
name = "Dr. One"
specialties = ["doctor"]
hours = [{ days = ["mon-thu"], time = ["08:00-12:00"] }]
sessions = [{ days = ["mon"], time = ["08:00-10:00"], visit_types = ["new"] }]

[[practitioners]]
name = "Two"
specialties = ["therapist"]
hours = [{ days = ["mon-thu"], time = ["08:00-12:00"] }]

[[rooms]]
name = "Room 1"
type = "room"

[[rooms]]
name = "Gym"
type = "gym"
places = 2

[[equipment]]
name = "Machine"
type = "machine"
movable = true

[visit_types.new]
name = "New"
specialty = "doctor"
minutes = 30
needs = [{ one_of = ["doctor"], holds = ["0-10", "20-end"], after = 5 }, { one_of = ["room"] }]

[visit_types.exercise]
name = "Exercise"
specialty = "therapist"
minutes = 45
needs = [{ one_of = [{ who = "Two", minutes = 60, penalty = 15 }, "therapist"] }]

[templates.day]
name = "Day"
steps = ["new", { visit_type = "exercise", key = "gym", minutes = 40 }]
sequence = [{ first = "new", then = "gym", min_gap = 5, max_gap = 30, why = "First things first" }]
"""

ONE = "practitioners[0]"
HOURS = 'hours = [{ days = ["mon-thu"], time = ["08:00-12:00"] }]'
SESSION = 'sessions = [{ days = ["mon"], time = ["08:00-10:00"], visit_types = ["new"] }]'
RULE = 'sequence = [{ first = "new", then = "gym", min_gap = 5, max_gap = 30, why = "First things first" }]'
STEPS = 'steps = ["new", { visit_type = "exercise", key = "gym", minutes = 40 }]'
NEW_NEEDS = 'needs = [{ one_of = ["doctor"], holds = ["0-10", "20-end"], after = 5 }, { one_of = ["room"] }]'

OPEN = 'thursday = ["08:00-17:00"]\n'
TWICE_NEW = 'steps = ["new", { visit_type = "new", key = "again" }]\n'
FROM_EXERCISE = PLAIN[PLAIN.index("[visit_types.exercise]") :]

FAULTY: list[tuple[str, str, str, str]] = [
    # old text, new text, where, code
    # messages to patients
    (OPEN, OPEN + '[[messages]]\noccasion = "new"\nletter = "On {date}"\n', "messages[0].letter", "unknown-placeholder"),
    (OPEN, OPEN + '[[messages]]\noccasion = "new"\nsubject = "{itinerary}"\n', "messages[0].subject", "unknown-placeholder"),
    (OPEN, OPEN + '[[messages]]\noccasion = "late"\n', "messages[0].occasion", "not-one-of"),
    (OPEN, OPEN + '[[messages]]\nletter = "x"\n', "messages[0].occasion", "missing"),
    (OPEN, OPEN + '[[messages]]\noccasion = "new"\n[[messages]]\noccasion = "new"\n', "messages[1].occasion", "repeated-entry"),
    # the clinic
    ('name = "Plain"', "", "clinic.name", "missing"),
    ('name = "Plain"', 'name = ""', "clinic.name", "empty-text"),
    ('name = "Plain"', 'name = "  "', "clinic.name", "empty-text"),
    ('name = "Plain"', 'name = " Plain"', "clinic.name", "outer-spaces"),
    ('name = "Plain"', 'name = "Pl\\u0007ain"', "clinic.name", "control-character"),
    ('name = "Plain"', 'name = "Pl\\nain"', "clinic.name", "control-character"),
    ('name = "Plain"', 'name = "Pl\\u202Eain"', "clinic.name", "control-character"),
    ('name = "Plain"', 'name = "Pl\\u2028ain"', "clinic.name", "control-character"),
    ('name = "Plain"', f'name = "{"x" * 121}"', "clinic.name", "too-long"),
    ('name = "Plain"', "name = 7", "clinic.name", "not-text"),
    ("Europe/Berlin", "Europe/Berlim", "clinic.zone", "unknown-zone"),
    ("Europe/Berlin", "../../etc/passwd", "clinic.zone", "unknown-zone"),
    ("[clinic]", "[clinic]\ngrid_minutes = true", "clinic.grid_minutes", "not-a-whole-number"),
    ("[clinic]", "[clinic]\ngrid_minutes = 5.0", "clinic.grid_minutes", "not-a-whole-number"),
    ("[clinic]", '[clinic]\ngrid_minutes = "5"', "clinic.grid_minutes", "not-a-whole-number"),
    ("[clinic]", "[clinic]\ngrid_minutes = 0", "clinic.grid_minutes", "out-of-range"),
    ("[clinic]", "[clinic]\ngrid_minutes = 7", "clinic.grid_minutes", "grid-does-not-divide-hour"),
    ("[clinic]", "[clinic]\ntransfer_minutes = -5", "clinic.transfer_minutes", "out-of-range"),
    ("[clinic]", "[clinic]\nhold_minutes = 0", "clinic.hold_minutes", "out-of-range"),
    ("[clinic]", '[clinic]\ndate_order = "MYD"', "clinic.date_order", "not-one-of"),
    ("[clinic]", '[clinic]\nweek_start = "friday"', "clinic.week_start", "not-one-of"),
    ("[clinic]", "[clinic]\nweek_start = 1", "clinic.week_start", "not-text"),
    ("[clinic]", "[clinic]\ntwelve_hour = 1", "clinic.twelve_hour", "not-true-or-false"),
    ("[clinic]", "[clinic]\ncolor = 1", "clinic.color", "unknown-key"),
    ("[clinic]", '[clinic]\n"a b\\u0000" = 1', 'clinic."a b\N{REPLACEMENT CHARACTER}"', "unknown-key"),
    ("[clinic]", "[visit_type]\n[clinic]", "visit_type", "unknown-key"),
    ("[clinic]", "[clinic]\nwords = 1", "clinic.words", "not-a-table"),
    ("[clinic]", "[clinic]\nwords = { xx-what-is = { directions = \"x\" } }", "clinic.words.xx-what-is", "unknown-language"),
    ("[clinic]", "[clinic]\nwords = { es = { directions = \"x\" } }", "clinic.words.es", "not-one-of"),
    ("[clinic]", "[clinic]\nlanguages = [\"en\", \"es\"]\nwords = { en = { directions = \"x\" } }", "clinic.words.en", "not-one-of"),
    ("[clinic]", "[clinic]\nlanguages = [\"en\", \"es\"]\nwords = { es = { direction = \"x\" } }", "clinic.words.es.direction", "unknown-key"),
    ("[clinic]", "[clinic]\nlanguages = [\"en\", \"es\"]\nwords = { es = { directions = \"x\" }, Spanish = { directions = \"y\" } }", "clinic.words.Spanish", "repeated-entry"),
    ("[clinic]", "[clinic]\nphone = 5550100", "clinic.phone", "not-text"),
    # opening hours
    (OPEN, OPEN + 'hours = [{ days = ["mon"], time = ["11:00-14:00"] }]\n', "opening_hours.hours[0].time[0]", "overlapping-times"),
    (OPEN, OPEN + 'hours = [{ days = ["fri"], time = ["11:00-14:00"] }, { days = ["fri"], time = ["13:00-15:00"], nth = [1] }]\n', "opening_hours.hours[1].time[0]", "overlapping-hours"),
    (OPEN, OPEN + 'hours = [{ days = ["fri"], time = ["11:00-14:00"], every_weeks = 4, week_of = 2027-01-04, weeks = [1, 5] }]\n', "opening_hours.hours[0].weeks[1]", "out-of-range"),
    (OPEN, OPEN + 'hours = [{ days = ["fri"], time = ["11:00-14:00"], every_weeks = 4, week_of = 2027-01-04, weeks = [1, 1] }]\n', "opening_hours.hours[0].weeks[1]", "repeated-entry"),
    (OPEN, OPEN + 'hours = [{ days = ["fri"], time = ["11:00-14:00"], weeks = [1, 2] }]\n', "opening_hours.hours[0].weeks", "needs-key"),
    (OPEN, OPEN + "seasons = [{ from = 2027-06-01, until = 2027-08-31 }]\n", "opening_hours.seasons[0]", "season-without-days"),
    (OPEN, OPEN + "seasons = [{ from = 2027-06-01, monday = [] }]\n", "opening_hours.seasons[0].until", "missing"),
    (OPEN, OPEN + "seasons = [{ from = 2027-06-01, until = 2027-05-31, monday = [] }]\n", "opening_hours.seasons[0].until", "reversed-dates"),
    (OPEN, OPEN + "seasons = [{ from = 2027-06-01, until = 2028-06-01, monday = [], every_year = true }]\n", "opening_hours.seasons[0].until", "season-too-long"),
    (OPEN, OPEN + "seasons = [{ from = 2027-06-01, until = 2027-08-31, monday = [] }, { from = 2027-08-31, until = 2027-09-30, monday = [] }]\n", "opening_hours.seasons[1]", "overlapping-hours"),
    (OPEN, OPEN + "seasons = [{ from = 2027-12-01, until = 2028-01-31, monday = [], every_year = true }, { from = 2030-01-31, until = 2030-02-28, monday = [] }]\n", "opening_hours.seasons[1]", "overlapping-hours"),
    (OPEN, OPEN + 'seasons = [{ from = 2027-06-01, until = 2027-08-31, monday = ["8-12"] }]\n', "opening_hours.seasons[0].monday[0]", "bad-time"),
    (OPEN, OPEN + "days = [{ date = 2027-06-01 }]\n", "opening_hours.days[0].time", "missing"),
    (OPEN, OPEN + "days = [{ date = 2027-06-01, time = [] }, { date = 2027-06-01, time = [] }]\n", "opening_hours.days[1].date", "repeated-entry"),
    ('monday = ["08:00-12:00", "13:00-17:00"]', "mon = []", "opening_hours.mon", "unknown-key"),
    ('wednesday = ["08:00-17:00"]', 'wednesday = "08:00-17:00"', "opening_hours.wednesday", "not-a-list"),
    ('wednesday = ["08:00-17:00"]', 'wednesday = ["8:00-17:00"]', "opening_hours.wednesday[0]", "bad-time"),
    ('wednesday = ["08:00-17:00"]', 'wednesday = ["08:00-25:00"]', "opening_hours.wednesday[0]", "bad-time"),
    ('wednesday = ["08:00-17:00"]', 'wednesday = ["08:00-17:60"]', "opening_hours.wednesday[0]", "bad-time"),
    ('wednesday = ["08:00-17:00"]', 'wednesday = ["24:00-24:00"]', "opening_hours.wednesday[0]", "bad-time"),
    ('wednesday = ["08:00-17:00"]', 'wednesday = ["08:00 - 17:00"]', "opening_hours.wednesday[0]", "bad-time"),
    ('wednesday = ["08:00-17:00"]', 'wednesday = ["٠٨:00-17:00"]', "opening_hours.wednesday[0]", "bad-time"),
    ('wednesday = ["08:00-17:00"]', "wednesday = [8]", "opening_hours.wednesday[0]", "not-text"),
    ('wednesday = ["08:00-17:00"]', 'wednesday = ["17:00-08:00"]', "opening_hours.wednesday[0]", "reversed-time"),
    ('wednesday = ["08:00-17:00"]', 'wednesday = ["08:00-08:00"]', "opening_hours.wednesday[0]", "reversed-time"),
    ('wednesday = ["08:00-17:00"]', 'wednesday = ["08:00-17:00", "16:00-18:00"]', "opening_hours.wednesday[1]", "overlapping-times"),
    ('wednesday = ["08:00-17:00"]', 'wednesday = ["08:00-17:00", "08:00-17:00"]', "opening_hours.wednesday[1]", "repeated-entry"),
    # specialties
    ('doctor = { name = "Doctor" }', "doctor = { }", "specialties.doctor.name", "missing"),
    ('doctor = { name = "Doctor" }', 'doctor = "Doctor"', "specialties.doctor", "not-a-table"),
    ('name = "Therapist"', 'name = "doctor"', "specialties.therapist.name", "repeated-name"),
    ('"#AABBCC"', '"#AABBC"', "specialties.therapist.color", "unknown-color"),
    ('"#AABBCC"', '"blu"', "specialties.therapist.color", "unknown-color"),
    ("[specialties]", '[specialties]\n"Head Doctor" = { name = "Head" }', 'specialties."Head Doctor"', "bad-key"),
    # people
    ('name = "Two"', 'name = "dr. one"', "practitioners[1].name", "repeated-name"),
    ('name = "Room 1"', 'name = "Two"', "rooms[0].name", "repeated-name"),
    ('name = "Machine"', 'name = "Machine"\ntype = "machine"\nlanes = 1\n[[equipment]]\nname = "machine, LANE 2"', "equipment[1].name", "repeated-name"),
    ('name = "Room 1"', 'name = "Gym place 2"', "rooms[1].name", "repeated-name"),
    ('specialties = ["therapist"]', "specialties = []", "practitioners[1].specialties", "empty-list"),
    ('specialties = ["therapist"]', "", "practitioners[1].specialties", "missing"),
    ('specialties = ["therapist"]', 'specialties = "therapist"', "practitioners[1].specialties", "not-a-list"),
    ('specialties = ["doctor"]', 'specialties = ["doctor", "docter"]', f"{ONE}.specialties[1]", "unknown-reference"),
    ('specialties = ["doctor"]', 'specialties = ["doctor", "doctor"]', f"{ONE}.specialties[1]", "repeated-entry"),
    ('specialties = ["doctor"]', 'specialties = ["doctor"]\nkind = "assistant"', f"{ONE}.kind", "unknown-key"),
    ('specialties = ["doctor"]', 'specialties = ["doctor"]\nlanes = 9', f"{ONE}.lanes", "out-of-range"),
    # hours
    (HOURS, "", f"{ONE}.hours", "missing"),
    (HOURS, 'hours = "always"', f"{ONE}.hours", "not-a-list-of-tables"),
    (HOURS, 'hours = ["08:00-12:00"]', f"{ONE}.hours[0]", "not-a-table"),
    ('{ days = ["mon-thu"], time', "{ time", f"{ONE}.hours[0].days", "missing"),
    ('["mon-thu"]', '["mon-thu", "moo"]', f"{ONE}.hours[0].days[1]", "unknown-day"),
    ('["mon-thu"]', '["thu-mon"]', f"{ONE}.hours[0].days[0]", "reversed-days"),
    ('["mon-thu"]', '["mon-thu", "tue"]', f"{ONE}.hours[0].days[1]", "repeated-day"),
    ('["mon-thu"]', '["mon-thu", "fri"]', f"{ONE}.hours[0].time[0]", "outside-opening-hours"),
    ('["mon-thu"]', "[1]", f"{ONE}.hours[0].days[0]", "not-text"),
    ('time = ["08:00-12:00"]', 'time = "08:00-12:00"', f"{ONE}.hours[0].time", "not-a-list"),
    ('time = ["08:00-12:00"]', "time = []", f"{ONE}.hours[0].time", "empty-list"),
    ('time = ["08:00-12:00"]', 'time = ["08:00-12:00", "12:01-12:04"]', f"{ONE}.hours[0].time[1]", "no-start-on-grid"),
    ('time = ["08:00-12:00"]', 'time = ["08:00-12:00", "11:00-13:00"]', f"{ONE}.hours[0].time[1]", "overlapping-times"),
    ('time = ["08:00-12:00"]', 'time = ["08:00-12:00"], every_week = 2', f"{ONE}.hours[0].every_week", "unknown-key"),
    ('time = ["08:00-12:00"]', 'time = ["08:00-12:00"], every_weeks = 2', f"{ONE}.hours[0].week_of", "week-of-missing"),
    ('time = ["08:00-12:00"]', 'time = ["08:00-12:00"], week_of = 2026-01-05', f"{ONE}.hours[0].week_of", "week-of-alone"),
    ('time = ["08:00-12:00"]', 'time = ["08:00-12:00"], every_weeks = 0', f"{ONE}.hours[0].every_weeks", "out-of-range"),
    ('time = ["08:00-12:00"]', 'time = ["08:00-12:00"], nth = [0]', f"{ONE}.hours[0].nth[0]", "out-of-range"),
    ('time = ["08:00-12:00"]', 'time = ["08:00-12:00"], nth = [6]', f"{ONE}.hours[0].nth[0]", "out-of-range"),
    ('time = ["08:00-12:00"]', 'time = ["08:00-12:00"], nth = 1', f"{ONE}.hours[0].nth", "not-a-list"),
    ('time = ["08:00-12:00"]', 'time = ["08:00-12:00"], nth = [1, 1]', f"{ONE}.hours[0].nth[1]", "repeated-entry"),
    ('time = ["08:00-12:00"]', 'time = ["08:00-12:00"], from = "2026-01-05"', f"{ONE}.hours[0].from", "not-a-date"),
    ('time = ["08:00-12:00"]', 'time = ["08:00-12:00"], from = 2026-01-05T08:00:00', f"{ONE}.hours[0].from", "not-a-date"),
    ('time = ["08:00-12:00"]', 'time = ["08:00-12:00"], from = 2200-01-01', f"{ONE}.hours[0].from", "date-out-of-range"),
    ('time = ["08:00-12:00"]', 'time = ["08:00-12:00"], until = 1899-12-31', f"{ONE}.hours[0].until", "date-out-of-range"),
    ('time = ["08:00-12:00"]', 'time = ["08:00-12:00"], from = 2026-02-01, until = 2026-01-01', f"{ONE}.hours[0].until", "reversed-dates"),
    ('{ days = ["mon-thu"], time = ["08:00-12:00"]', '{ days = ["mon"], time = ["08:00-12:00"], from = 2026-01-06, until = 2026-01-10', f"{ONE}.hours[0]", "never-happens"),
    (HOURS, HOURS[:-1] + ', { days = ["tue"], time = ["11:00-13:00"] }]', f"{ONE}.hours[1].time[0]", "overlapping-hours"),
    (HOURS, HOURS[:-1] + ', { days = ["mon-thu"], time = ["08:00-12:00"] }]', f"{ONE}.hours[1].time[0]", "repeated-hours"),
    (HOURS, HOURS[:-1] + ', { days = ["wed"], time = ["08:00-09:00"], nth = [5] }]', f"{ONE}.hours[1].time[0]", "overlapping-hours"),
    (HOURS, HOURS[:-1] + ', { days = ["wed"], time = ["08:00-09:00"], every_weeks = 52, week_of = 2026-01-05 }]', f"{ONE}.hours[1].time[0]", "overlapping-hours"),
    # sessions
    (', visit_types = ["new"] }]', "}]", f"{ONE}.sessions[0]", "session-without-rule"),
    ('visit_types = ["new"] }]', 'visit_types = ["newt"] }]', f"{ONE}.sessions[0].visit_types[0]", "unknown-reference"),
    ('visit_types = ["new"] }]', 'visit_types = ["exercise"] }]', f"{ONE}.sessions[0].visit_types[0]", "session-not-for"),
    ('time = ["08:00-10:00"]', 'time = ["11:00-14:00"]', f"{ONE}.sessions[0].time[0]", "session-across-hours"),
    ('time = ["08:00-10:00"]', 'time = ["13:00-14:00"]', f"{ONE}.sessions[0].time[0]", "session-outside-hours"),
    (SESSION, SESSION[:-1] + ', { days = ["mon"], time = ["09:00-11:00"], new_patients_only = true }]', f"{ONE}.sessions[1].time[0]", "overlapping-hours"),
    # rooms and equipment
    ('type = "room"', "", "rooms[0].type", "missing"),
    ('type = "gym"', 'type = "doctor"', "rooms[1].type", "type-clash"),
    ('type = "machine"', 'type = "room"', "equipment[0].type", "type-clash"),
    ('type = "gym"', 'type = "The Gym"', "rooms[1].type", "bad-key"),
    ("places = 2", "places = 0", "rooms[1].places", "out-of-range"),
    ("places = 2", "places = 2\nlanes = 1", "rooms[1].lanes", "conflicting-keys"),
    ("places = 2", "places = 2\nmovable = true", "rooms[1].movable", "unknown-key"),
    ("movable = true", "movable = 1", "equipment[0].movable", "not-true-or-false"),
    ('name = "Machine"', 'name = "Machine"\nnames = ["Machine 2"]', "equipment[0].names", "conflicting-keys"),
    ("[[equipment]]", "[equipment]", "equipment", "not-a-list-of-tables"),
    # visit types
    ('specialty = "doctor"', 'specialty = "room"', "visit_types.new.specialty", "unknown-reference"),
    ('specialty = "doctor"', "", "visit_types.new.specialty", "missing"),
    ('name = "Exercise"', 'name = "NEW"', "visit_types.exercise.name", "repeated-name"),
    ("minutes = 30", "", "visit_types.new.minutes", "missing"),
    ("minutes = 30", "minutes = 0", "visit_types.new.minutes", "out-of-range"),
    ("minutes = 30", "minutes = 1441", "visit_types.new.minutes", "out-of-range"),
    ("minutes = 30", "minutes = true", "visit_types.new.minutes", "not-a-whole-number"),
    ("minutes = 30", f"minutes = {10**30}", "visit_types.new.minutes", "out-of-range"),
    ("minutes = 30", 'minutes = 30\nplace = "zoom"', "visit_types.new.place", "not-one-of"),
    ("minutes = 30", "minutes = 30\ngroup_size = 0", "visit_types.new.group_size", "out-of-range"),
    ("minutes = 30", "minutes = 30\nrequirements = [{}]", "visit_types.new.requirements[0].text", "missing"),
    ("minutes = 45", "minutes = 45\nonly_in_sessions = true", "visit_types.exercise.only_in_sessions", "no-session"),
    ("minutes = 45", 'minutes = 45\ninstructions = "a\\u0000b"', "visit_types.exercise.instructions", "control-character"),
    ('one_of = ["room"]', 'one_of = ["rooom"]', "visit_types.new.needs[1].one_of[0]", "unknown-reference"),
    ('one_of = ["room"]', "one_of = []", "visit_types.new.needs[1].one_of", "empty-list"),
    ('{ one_of = ["room"] }', "{ }", "visit_types.new.needs[1].one_of", "missing"),
    ('one_of = ["room"]', 'one_of = ["room", "room"]', "visit_types.new.needs[1].one_of[1]", "repeated-entry"),
    ('one_of = ["room"]', "one_of = [3]", "visit_types.new.needs[1].one_of[0]", "not-text"),
    ('one_of = ["room"]', 'one_of = ["Gym"]', "visit_types.new.needs[1].one_of[0]", "unknown-reference"),
    ('one_of = ["room"]', 'one_of = ["doctor"]', "visit_types.new.needs[1]", "too-few-resources"),
    ('one_of = ["room"]', 'one_of = ["room"], befor = 5', "visit_types.new.needs[1].befor", "unknown-key"),
    ('who = "Two", minutes = 60', 'who = "Too", minutes = 60', "visit_types.exercise.needs[0].one_of[0].who", "unknown-reference"),
    ("penalty = 15", "penalty = -1", "visit_types.exercise.needs[0].one_of[0].penalty", "out-of-range"),
    ("minutes = 60", "minutes = 300", "visit_types.exercise.needs[0]", "never-free"),
    ("minutes = 45", "minutes = 541", "visit_types.exercise.minutes", "longer-than-opening"),
    ('"0-10", "20-end"', '"10-0"', "visit_types.new.needs[0].holds[0]", "reversed-hold"),
    ('"0-10", "20-end"', '"0-10", "20-40"', "visit_types.new.needs[0].holds[1]", "hold-outside-step"),
    ('"0-10", "20-end"', '"30-end"', "visit_types.new.needs[0].holds[0]", "hold-outside-step"),
    ('"0-10", "20-end"', '"20-end", "0-10"', "visit_types.new.needs[0].holds[1]", "holds-out-of-order"),
    ('"0-10", "20-end"', '"0-15", "10-20"', "visit_types.new.needs[0].holds[1]", "holds-out-of-order"),
    ('"0-10", "20-end"', '"0-ten"', "visit_types.new.needs[0].holds[0]", "bad-hold"),
    ('"0-10", "20-end"', "[0, 10]", "visit_types.new.needs[0].holds[0]", "not-text"),
    ("after = 5", "after = 300", "visit_types.new.needs[0].after", "out-of-range"),
    ("after = 5", "before = 115, after = 116", "visit_types.new.needs[0]", "never-free"),
    # templates
    ('steps = ["new"', 'steps = ["newer"', "templates.day.steps[0]", "unknown-reference"),
    ('steps = ["new"', 'steps = [{ visit_type = "new", minutes = 501 }', "templates.day.steps", "longer-than-opening"),
    (STEPS, "steps = []", "templates.day.steps", "empty-list"),
    (STEPS, 'steps = ["new", "new"]', "templates.day.steps[1]", "repeated-step"),
    (STEPS, STEPS.replace('visit_type = "exercise", ', ""), "templates.day.steps[1].visit_type", "missing"),
    ('then = "gym"', 'then = "exercise"', "templates.day.sequence[0].then", "unknown-reference"),
    ('then = "gym"', 'then = "new"', "templates.day.sequence[0].then", "first-is-then"),
    ("min_gap = 5", "min_gap = 31", "templates.day.sequence[0].max_gap", "gaps-reversed"),
    ("min_gap = 5, max_gap = 30", "max_gap = 4", "templates.day.sequence[0].max_gap", "gap-below-transfer"),
    ("min_gap = 5, max_gap = 30", "min_gap = 1, max_gap = 4", "templates.day.sequence[0].max_gap", "gap-off-grid"),
    ("min_gap = 5", "min_gap = -5", "templates.day.sequence[0].min_gap", "out-of-range"),
    (RULE, RULE[:-1] + ', { first = "gym", then = "new" }]', "templates.day.sequence[1]", "cyclic-sequence"),
    (RULE, RULE[:-1] + ', { first = "new", then = "gym", min_gap = 60 }]', "templates.day.sequence", "impossible-sequence"),
    (RULE, RULE[:-1] + RULE[RULE.index("["):].replace("[", ", "), "templates.day.sequence[1]", "repeated-entry"),
    (RULE, 'same = [{ steps = ["new"] }]', "templates.day.same[0].steps", "same-as-nothing"),
    (RULE, 'same = [{ steps = ["new", "new"] }]', "templates.day.same[0].steps[1]", "repeated-entry"),
    (RULE, 'same = [{ steps = ["new", "gim"] }]', "templates.day.same[0].steps[1]", "unknown-reference"),
    (RULE, 'same = [{ steps = ["new", "gym"] }]', "templates.day.same[0]", "nobody-does-all"),
    (RULE, 'same = [{ steps = ["new", "gym"], kind = "place" }]', "templates.day.same[0].kind", "not-one-of"),
    (RULE, 'same = [{ kind = "room" }]', "templates.day.same[0].steps", "missing"),
    (f"{STEPS}\n{RULE}", TWICE_NEW + 'same = [{ steps = ["new", "again"] }, { steps = ["new", "again"] }]', "templates.day.same[1]", "repeated-entry"),
    (RULE, "one_window = 1", "templates.day.one_window", "not-true-or-false"),
    (RULE, "longest_stay = 0", "templates.day.longest_stay", "out-of-range"),
    (RULE, "longest_stay = 69", "templates.day.longest_stay", "stay-too-short"),
    (FROM_EXERCISE, FROM_EXERCISE.replace("minutes = 45", 'minutes = 45\nplace = "phone"').replace("min_gap = 5, ", ""), "templates.day.sequence", "way-without-gap"),
    ("[templates.day]", "[templates.Day]", "templates.Day", "bad-key"),
    ("[templates.day]", "[[templates]]", "templates", "not-a-table"),
    # known days, sessions of several, quotas, places
    (HOURS, HOURS + "\naway = [{ until = 2027-07-01 }]", f"{ONE}.away[0].from", "missing"),
    (HOURS, HOURS + "\naway = [{ from = 2027-07-02, until = 2027-07-01 }]", f"{ONE}.away[0].until", "reversed-dates"),
    (HOURS, HOURS + '\naway = [{ from = 2027-07-02, start = "12:00", end = "12:00" }]', f"{ONE}.away[0].until", "reversed-dates"),
    (HOURS, HOURS + '\naway = [{ from = 2027-07-02, start = "noon" }]', f"{ONE}.away[0].start", "bad-clock"),
    (HOURS, HOURS + "\naway = [{ from = 2027-07-02, start = 12 }]", f"{ONE}.away[0].start", "not-text"),
    (HOURS, HOURS + "\naway = [{ from = 2027-07-02 }, { from = 2027-07-02 }]", f"{ONE}.away[1].from", "repeated-entry"),
    (HOURS, HOURS + "\nextra = [{ date = 2027-07-02 }]", f"{ONE}.extra[0].time", "missing"),
    (HOURS, HOURS + '\nextra = [{ date = 2027-07-02, time = ["08:00-09:00"] }, { date = 2027-07-02, time = ["08:30-10:00"] }]', f"{ONE}.extra[1].date", "repeated-entry"),
    (HOURS, HOURS + "\npace = 20", f"{ONE}.pace", "out-of-range"),
    (SESSION, SESSION.replace(" }]", ", at_most = { old = 3 } }]"), f"{ONE}.sessions[0].at_most.old", "unknown-reference"),
    (SESSION, SESSION.replace(" }]", ", at_most = { new = 101 } }]"), f"{ONE}.sessions[0].at_most.new", "out-of-range"),
    (SESSION, SESSION.replace(" }]", ", at_most = {} }]"), f"{ONE}.sessions[0].at_most", "empty-list"),
    (SESSION, SESSION.replace(" }]", ", at_most = 3 }]"), f"{ONE}.sessions[0].at_most", "not-a-table"),
    (SESSION, SESSION.replace(" }]", ", release_days = 1 }]"), f"{ONE}.sessions[0].release_days", "needs-key"),
    (SESSION, SESSION.replace(" }]", ', release = "10" }]'), f"{ONE}.sessions[0].release", "bad-clock"),
    (SESSION, SESSION.replace('visit_types = ["new"]', "new_patients_only = true, only_here = true"), f"{ONE}.sessions[0].only_here", "needs-key"),
    ("[visit_types.new]", '[[sessions]]\nwho = ["nobody"]\ndays = ["mon"]\ntime = ["10:00-11:00"]\nnew_patients_only = true\n[visit_types.new]', "sessions[0].who[0]", "unknown-reference"),
    ("[visit_types.new]", '[[sessions]]\nwho = ["doctor"]\ndays = ["mon"]\ntime = ["09:00-11:00"]\nnew_patients_only = true\n[visit_types.new]', "sessions[0].time[0]", "overlapping-hours"),
    ("[visit_types.new]", '[[sessions]]\nwho = ["doctor"]\ndays = ["mon"]\ntime = ["11:00-13:30"]\nnew_patients_only = true\n[visit_types.new]', "sessions[0].time[0]", "session-across-hours"),
    ("minutes = 30\n", 'minutes = 30\nother_places = ["on site"]\n', "visit_types.new.other_places[0]", "not-one-of"),
    ("after = 5 }", 'after = 5, places = ["video"] }', "visit_types.new.needs[0].places[0]", "not-one-of"),
    (STEPS, STEPS.replace("40 }", '40, place = "video" }'), "templates.day.steps", "not-one-of"),
    ("[specialties]", '[holidays]\ncountry = "US"\nexcept = [{ name = "Veterans Day" }]\n[specialties]', "holidays.except[0].year", "missing"),
    ("[specialties]", '[holidays]\ndays = [{ date = 2027-12-24, name = "a", every_year = true }, { date = 2030-12-24, name = "b" }]\n[specialties]', "holidays.days[1].date", "repeated-entry"),
]  # fmt: skip

# Taking away a name or a type that is referred to leaves a reference without its end.
WITH_OTHERS = {
    "practitioners[1].name": ("visit_types.exercise.needs[0].one_of[0].who", "unknown-reference"),
    "rooms[0].type": ("visit_types.new.needs[1].one_of[0]", "unknown-reference"),
}
"""By the place of the fault: another that really follows from the same change."""
