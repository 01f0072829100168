"""Clinic files for tests of the verbs: one with every kind of need, small enough to overlook."""

from string import Template

_HARBOR = Template("""
[clinic]
name = "Harbor Spine Practice"
zone = "$zone"
date_order = "MDY"

[opening_hours]
$opening

[specialties]
chiropractic = { name = "Chiropractic" }
pt = { name = "Physical therapy" }
physiatry = { name = "Physiatry" }
aide = { name = "Aide" }

[[practitioners]]
name = "Dr. Carver"
specialties = ["chiropractic"]
hours = $hours
lanes = 1

[[practitioners]]
name = "Dr. Dunne"
specialties = ["chiropractic"]
hours = $hours

[[practitioners]]
name = "Pia Thorn"
specialties = ["pt"]
hours = $hours

[[practitioners]]
name = "Dr. Fisk"
specialties = ["physiatry"]
hours = $hours

[[assistants]]
name = "Ada Hale"
specialties = ["aide"]
hours = $hours

[[rooms]]
names = ["Room 1", "Room 2"]
type = "treatment"

[[rooms]]
name = "Hall"
type = "hall"

[visit_types.adjustment]
name = "Adjustment"
specialty = "chiropractic"
minutes = 15
needs = [{ one_of = ["chiropractic"], holds = ["0-10"] }, { one_of = ["treatment"] }]

[visit_types.exercise]
name = "Exercise"
specialty = "pt"
minutes = 30
needs = [
  { one_of = ["pt"], holds = ["0-20"], after = 5 },
  { one_of = ["aide"], holds = ["0-5", "25-30"] },
  { one_of = ["treatment"], after = 5 },
]

[visit_types.consult]
name = "Consult"
specialty = "physiatry"
minutes = 20
needs = [{ one_of = ["physiatry"], before = 5, after = 5 }, { one_of = ["treatment"] }]

[visit_types.call]
name = "Call"
specialty = "physiatry"
minutes = 10
place = "phone"
needs = [{ one_of = ["physiatry"] }]

[visit_types.class]
name = "Back class"
specialty = "pt"
minutes = 60
group_size = 2
needs = [{ one_of = ["pt"] }, { one_of = ["hall"], after = 10 }]

[templates.day]
name = "Day"
steps = ["adjustment", "exercise", "consult"]
sequence = [
  { first = "adjustment", then = "exercise", min_gap = 5, max_gap = 30 },
  { first = "exercise", then = "consult", min_gap = 0, max_gap = 60 },
]

[templates.pair]
name = "Pair"
steps = ["adjustment", "exercise"]

[templates.adjustment]
name = "Adjustment"
steps = ["adjustment"]

[templates.consult]
name = "Consult"
steps = ["consult"]

[templates.call]
name = "Call"
steps = ["call"]

[templates.class]
name = "Back class"
steps = ["class"]
""")

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
EVERY_DAY = (*WEEKDAYS, "saturday", "sunday")


def harbor_file(
    zone: str = "America/Chicago",
    opening: str = "08:00-17:00",
    days: tuple[str, ...] = WEEKDAYS,
    hours: str = "08:00-17:00",
) -> bytes:
    """A clinic with two chiropractors, a lane, a class and visits of one to three steps."""
    return _HARBOR.substitute(
        zone=zone,
        opening="\n".join(f'{day} = ["{opening}"]' for day in days),
        hours=f'[{{ days = ["{days[0]}-{days[-1]}"], time = ["{hours}"] }}]',
    ).encode()


def second_teacher() -> bytes:
    """The practice with another physical therapist, and a second hall."""
    text = harbor_file().decode()
    text = text.replace(
        '[[practitioners]]\nname = "Dr. Fisk"',
        '[[practitioners]]\nname = "Quinn Vale"\nspecialties = ["pt"]\n'
        'hours = [{ days = ["mon-fri"], time = ["08:00-17:00"] }]\n\n'
        '[[practitioners]]\nname = "Dr. Fisk"',
    )
    text = text.replace('name = "Hall"\n', 'names = ["Hall", "Loft"]\n')
    return text.replace("group_size = 2", "group_size = 8").encode()
