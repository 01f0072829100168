"""What is set up while the window stands is obeyed in it: names, people, how times are written."""

from typing import Any

from clinicdesk.exchange.clinic_file.settings.parts import Entry, Part
from clinicdesk.services.context import Role
from clinicdesk.services.setup.editing import edit_clinic, entries_of
from clinicdesk.services.setup.entries import Edit
from clinicdesk.services.setup.updating import clinic_now
from clinicdesk.wording import time_text
from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Modifier, Rig
from tests.ui.settling import settle


def set_up(rig: Rig, part: Part, before: str | None, **values: Any) -> None:
    """Another desk edits the entry of that name, adds one, or with None as `values` retires it."""
    other = rig.other.as_role(Role.MANAGER)
    entries = entries_of(clinic_now(other.context, other.database)).entries[part]
    entry = next((one for one in entries if one.get("name") == before), None)
    after: Entry | None = {**(entry or {}), **values} if values else None
    edit_clinic(other.context, other.database, Edit(part, entry, after), apply=True)
    rig.desk.catch_up()
    settle(rig.desk)


def clinic(rig: Rig, **values: Any) -> None:
    set_up(rig, Part.CLINIC, rig.desk.setup.name, **values)


def people(rig: Rig) -> tuple[list[str], str]:
    """Whose day can be looked at, and whose is."""
    who = rig.window.my_day_page.who
    return [who.itemText(number) for number in range(who.count())], who.currentText()


def test_the_clinic_goes_by_its_new_name(main: Rig) -> None:
    clinic(main, name="Harbor Back and Neck")
    assert main.window.windowTitle() == "Harbor Back and Neck \N{EN DASH} ClinicDesk"


def test_times_and_dates_are_written_as_is_set_up_by_now(main: Rig) -> None:
    main.other.patient()
    clinic(main, twelve_hour=False, date_order="DMY", week_start="monday")
    title = main.window.day_page.bar.title.text()
    assert (title, time_text(810)) == ("Today \N{MIDDLE DOT} Monday 1 Mar 2027", "13:30")
    main.press(Key.Key_N, Modifier.ControlModifier)
    main.enter("able")
    toggles = main.window.booking.form.preferences.weekdays
    assert [toggle.text() for toggle in toggles] == ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]


def test_my_day_follows_who_works_here(main: Rig) -> None:
    main.window.show_page("go.my-day")
    settle(main.desk)
    before, first = people(main)
    main.window.my_day_page.who.setCurrentText("Pia Thorn")
    settle(main.desk)
    new = {"specialties": ["pt"], "hours": [{"days": ["mon"], "time": ["08:00-12:00"]}]}
    set_up(main, Part.PRACTITIONERS, None, name="Nora New", **new)
    assert people(main) == ([*before, "Nora New"], "Pia Thorn")
    set_up(main, Part.PRACTITIONERS, "Pia Thorn", name="Pia Thorn-Hall")
    assert people(main)[1] == "Pia Thorn-Hall"
    main.window.my_day_page.who.setCurrentText("Nora New")
    settle(main.desk)
    set_up(main, Part.PRACTITIONERS, "Nora New")
    assert people(main) == ([one.replace("Thorn", "Thorn-Hall") for one in before], first)


def test_an_empty_day_of_a_practitioner_leads_to_a_booking_with_them(main: Rig) -> None:
    main.window.show_page("go.my-day")
    settle(main.desk)
    page = main.window.my_day_page
    page.who.setCurrentText("Dr. Dunne")
    settle(main.desk)
    assert (page.empty.isVisible(), page.book.isVisible()) == (True, True)
    page.book.setFocus()
    main.press(Key.Key_Return)
    main.other.patient()
    main.enter("able")
    form = main.window.booking.form.request_form
    assert (form.practitioner, form.first) == (main.other.resource("Dr. Dunne"), MONDAY)
