"""A follow-up begins with what usually follows; where nothing has yet, it is said what to do."""

from dataclasses import replace
from datetime import timedelta

from clinicdesk.services.context import Role
from clinicdesk.services.setup.updating import clinic_now, update_clinic
from tests.services.desk import MONDAY
from tests.ui.settling import settle
from tests.ui.side_panel import Key, Rig

NINE = 9 * 60
TUESDAY = MONDAY + timedelta(days=1)
CONSULT = ("Dr. Fisk", "Room 1")


def begun(panels: Rig) -> None:
    """A follow-up of a consult on Monday at nine is asked for."""
    visit = panels.other.book_at("Consult", panels.other.patient().number, NINE, CONSULT).visit
    panels.desk.catch_up()
    known = panels.other.visit(visit)
    panels.booking.from_visit.book_follow_up(known, known.steps[0])
    settle(panels.desk)


def asked(panels: Rig) -> list[str]:
    form, setup = panels.booking.form, panels.desk.setup
    return [setup.visit_types[step.visit_type].name for step in form.request_form.steps]


def test_what_has_followed_before_is_offered_and_enter_books_it(panels: Rig) -> None:
    other = panels.other
    before = other.patient("Baker").number
    other.book_at("Consult", before, NINE + 60, CONSULT)
    other.book_at("Call", before, NINE, ("Dr. Fisk",), day=TUESDAY)
    begun(panels)
    assert (asked(panels), panels.booking.form.notice.text) == (["Call"], "")
    panels.press(Key.Key_Return)
    (step,) = other.visit(panels.booked[0]).steps
    assert (step.visit_type, step.day) == ("Call", TUESDAY)


def test_where_nothing_has_followed_the_same_is_offered_and_said_to_be(panels: Rig) -> None:
    begun(panels)
    assert (asked(panels), panels.booking.form.notice.text) == (
        ["Consult"],
        (
            "Nothing has followed Consult here yet, so it is offered again. If something else"
            " follows, type that and take this out: from then on it is known."
        ),
    )
    assert panels.focus is panels.booking.form.options.cards[0]


def test_where_it_is_retired_and_nothing_follows_it_is_said_what_to_do(panels: Rig) -> None:
    manager = panels.other.as_role(Role.MANAGER)
    visit = panels.other.book_at("Call", panels.other.patient().number, NINE, ("Dr. Fisk",)).visit
    shape = clinic_now(manager.context, manager.database)
    kinds = tuple(kind for kind in shape.visit_types if kind.key != "call")
    templates = tuple(template for template in shape.templates if template.key != "call")
    shape = replace(shape, visit_types=kinds, templates=templates)
    update_clinic(manager.context, manager.database, shape, apply=True)
    panels.desk.catch_up()
    known = panels.other.visit(visit)
    panels.booking.from_visit.book_follow_up(known, known.steps[0])
    settle(panels.desk)
    assert (asked(panels), panels.booking.form.notice.text) == (
        [],
        (
            "This is not offered any more, and nothing that is has followed it here yet. Type what"
            " is to follow."
        ),
    )
    assert panels.focus is panels.booking.form.what.field
