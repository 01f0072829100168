"""What single commands answer, in JSON and in text."""

import os
import stat
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from clinicdesk.cli.commands.planning import book_best
from clinicdesk.cli.lines import COMMANDS
from clinicdesk.cli.workstation import Workstation
from clinicdesk.services.clinic.clinic_now import clinic_setup
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.patients.records import NewPatient, add_patient
from clinicdesk.services.planning.options import Planned, plan_visit
from clinicdesk.services.planning.requests import VisitRequest, request_from_template
from clinicdesk.services.visits.booking import book_visit
from tests.command_line.lines import NOW, SMALL, Ran

MONDAY_MORNING = datetime.fromisoformat(NOW)

REQUEST = ("--patient", "p10003", "--template", " FIRST day ")


@pytest.fixture
def here(clinic: Path) -> tuple[str, str]:
    return ("--database", str(clinic))


def test_plan_as_text_is_a_timeline_to_one_scale(
    run: Callable[..., Ran], here: tuple[str, str]
) -> None:
    ran = run("plan", *REQUEST, "--from", "2026-11-24", "--top", "1", *here)
    assert ran.out.decode("utf-8") == (
        "Option 1: Tuesday 2026-11-24, 08:05 to 09:55, 5 minutes of waiting\n"
        "               08:00       09:00\n"
        "  08:05-08:50  ·█████████·············  Physiatry, new  Paulina Grieg,"
        " Dr. Imogen Sattler, Exam 1\n"
        "  08:55-09:55  ···········████████████  PT evaluation   Tobias Wexler, Therapy room\n"
    )


def test_plan_with_nothing_to_offer_says_why(
    run: Callable[..., Ran], here: tuple[str, str]
) -> None:
    friday = ("--from", "2026-11-27", "--days", "1")
    answer = run("plan", *REQUEST, *friday, "--json", *here).json
    reason = (
        "PT evaluation needs one of these for 1 hour, and none is free for so long on any of these"
        " days: Tobias Wexler."
    )
    assert answer == {"plans": [], "reasons": [reason]}
    assert run("book", *REQUEST, *friday, *here).sentence == f"Nothing was booked. {reason}"


@pytest.mark.parametrize(
    ("options", "days"),
    [
        (["--days", "1"], ["2026-11-23"]),
        (["--days", "366", "--top", "50"], 50),
        (["--from", "2199-12-31"], None),
        (["--days", "007", "--top", "01", "--from", "2027-03-14"], 1),
    ],
)
def test_plan_at_the_ends_of_its_ranges(
    run: Callable[..., Ran], here: tuple[str, str], options: list[str], days: object
) -> None:
    found = [plan["day"] for plan in run("plan", *REQUEST, *options, "--json", *here).json["plans"]]
    assert days is None or days in (found, len(found))
    assert len(set(found)) == len(found)


def test_book_takes_the_plan_of_the_wanted_rank(
    run: Callable[..., Ran], here: tuple[str, str]
) -> None:
    planned = run("plan", *REQUEST, "--json", *here).json["plans"]
    assert run("book", *REQUEST, "--rank", "3", "--json", *here).json["plan"] == planned[2]


def test_book_plans_again_when_another_desk_was_faster(
    clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [10002, 10004]

    def planned_and_overtaken(
        context: Context, availability: object, visit_request: VisitRequest, *, top: int
    ) -> Planned:
        found = plan_visit(context, availability, visit_request, top=top)  # type: ignore[arg-type]
        if others:
            other = request_from_template(template, others.pop(), visit_request.first_day)
            book_visit(context, database, other, found.options[0].plan)
        return found

    with Workstation(MONDAY_MORNING).clinic(str(clinic)) as (context, database):
        add_patient(context, database, NewPatient("Other", "Dee", date(1980, 5, 4), "555-0100"))
        template = clinic_setup(database).template_named("First day")
        today, _ = context.wall_clock(clinic_setup(database).zone)
        visit_request = request_from_template(template, 10003, today)
        monkeypatch.setattr("clinicdesk.cli.commands.planning.plan_visit", planned_and_overtaken)
        booked = book_best(context, database, visit_request)
    assert (booked.replanned, booked.visit) == (2, 1005)


def test_book_gives_up_when_others_are_always_faster(
    clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stale(*_: object, **_more: object) -> None:
        raise Refused(RefusalCode.VISIT_PLAN_STALE)

    monkeypatch.setattr("clinicdesk.cli.commands.planning.book_visit", stale)
    monkeypatch.setattr("clinicdesk.cli.commands.planning.LONGEST_PAUSE", 0)
    with Workstation(MONDAY_MORNING).clinic(str(clinic)) as (context, database):
        setup = clinic_setup(database)
        today, _ = context.wall_clock(setup.zone)
        visit_request = request_from_template(setup.template_named("First day"), 10003, today)
        with pytest.raises(Refused) as refused:
            book_best(context, database, visit_request)
    assert refused.value.code == "book.always-slower"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("mull", ["P-10001", "P-10002", "P-10003"]),
        ("Anna MÜLLER", ["P-10001"]),
        ("P-10002", ["P-10002"]),
        ("2/29/1980", ["P-10001", "P-10002", "P-10003"]),
        ("nobody", []),
        ("%", []),
        ("_", []),
        ("*", []),
        ("' OR 1=1 --", []),
        ("\x1b[2J", []),
        ("\U0010ffff", []),
        ("ｍüller", ["P-10001", "P-10002", "P-10003"]),
        ("x" * 100_000, []),
    ],
)
def test_patients(
    run: Callable[..., Ran], here: tuple[str, str], text: str, numbers: list[str]
) -> None:
    found = run("patients", "--json", *here, "--", text).json["patients"]
    assert [patient["number"] for patient in found] == numbers


def test_patients_in_json_and_text(run: Callable[..., Ran], here: tuple[str, str]) -> None:
    assert run("patients", "Cy", *here, "--json").json == {
        "patients": [
            {"number": "P-10003", "name": "Müller, Cy", "born": "1980-02-29", "phone": "555-0100"}
        ]
    }
    text = "P-10003  Müller, Cy  1980-02-29  555-0100\n"
    assert run("patients", "Cy", *here).out.decode("utf-8") == text
    assert run("patients", "nobody", *here).out == b"Nobody was found.\n"


def test_a_similar_patient_is_added_only_when_meant(
    run: Callable[..., Ran], here: tuple[str, str]
) -> None:
    twin = ("--name", "muller, ANNA", "--born", "1980-02-29", "--phone", "555-0101", *here)
    assert "P-10001" in run("add-patient", *twin).sentence
    assert run("add-patient", *twin, "--even-if-similar", "--json").json == {"patient": "P-10004"}


def test_templates(run: Callable[..., Ran], here: tuple[str, str]) -> None:
    assert run("templates", "--json", *here).json == {
        "templates": [
            {
                "name": "First day",
                "steps": [
                    {"visit_type": "Physiatry, new", "minutes": 45},
                    {"visit_type": "PT evaluation", "minutes": 60},
                ],
            }
        ]
    }


def test_day_of_one_practitioner(run: Callable[..., Ran], here: tuple[str, str]) -> None:
    def numbers(*options: str) -> list[int]:
        listed = run("day", "--date", "2026-11-23", "--json", *options, *here).json["appointments"]
        return [item["number"] for item in listed]

    assert numbers() == [1, 2, 3, 4]
    assert numbers("--practitioner", "tobias wexler") == [2, 4]
    empty = run("day", "--date", "1900-01-01", *here)
    assert empty == Ran(0, b"There is no appointment on 1900-01-01.\n", b"")


def test_undo_takes_back_one_change_after_the_other_and_no_undo(
    run: Callable[..., Ran], here: tuple[str, str]
) -> None:
    undone = [run("undo", "--json", *here).json for _ in range(6)]
    assert [(each["undone"], each["visit"]) for each in undone] == [
        ("cancel visit V-1002", "V-1002"),
        ("book visit V-1002 of P-10002", "V-1002"),
        ("book visit V-1001 of P-10001", "V-1001"),
        ("add patient P-10003", None),
        ("add patient P-10002", None),
        ("add patient P-10001", None),
    ]
    assert run("undo", *here).status == 1


def test_undo_leaves_another_users_changes(
    run: Callable[..., Ran], here: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinicdesk.cli.workstation.computer_user", lambda: "somebody else")
    assert "this desk's" in run("undo", *here).sentence


def test_export_replaces_a_calendar_file_and_a_link_but_nothing_else(
    run: Callable[..., Ran], here: tuple[str, str], clinic: Path
) -> None:
    file = clinic.with_name("visit.ics")
    line = ("export", "--visit", "V-1001", "-o", str(file), *here)
    written = {"visit": "V-1001", "files": ["visit.ics"]}
    assert run(*line, "--json").json == written
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    content = file.read_bytes()
    file.write_bytes(b"begin:vcalendar\r\nold")
    assert run(*line, "--json").json == written
    assert file.read_bytes().splitlines()[:3] == content.splitlines()[:3]
    for other in (b"my notes", b"", b"BEGIN:VCARD\r\n"):
        file.write_bytes(other)
        assert run(*line).status == 1
        assert file.read_bytes() == other
    notes = clinic.with_name("notes.txt")
    notes.write_bytes(b"my notes")
    file.unlink()
    file.symlink_to(notes)
    assert run(*line) == Ran(0, b"", b"")
    assert (file.is_symlink(), notes.read_bytes()) == (False, b"my notes")
    file.unlink()
    file.symlink_to(clinic.parent)
    assert run(*line) == Ran(0, b"", b"")
    assert file.is_symlink() is False
    file.unlink()
    file.mkdir()
    assert run(*line).status == 1
    assert run("export", "--visit", "V-1001", "-o", str(clinic.parent), *here).status == 1
    names = sorted(path.name for path in clinic.parent.iterdir())
    assert names == ["clinic.db", "notes.txt", "visit.ics"]


def test_export_of_the_steps_writes_all_their_files_or_none(
    run: Callable[..., Ran], here: tuple[str, str], clinic: Path
) -> None:
    folder = clinic.with_name("calendar")
    line = ("export", "--visit", "V-1001", "--form", "steps", "-o", str(folder), *here)
    assert run(*line).status == 1
    assert not folder.exists()
    folder.mkdir()
    names = ["visit-V-1001-step-1.ics", "visit-V-1001-step-2.ics"]
    assert run(*line, "--json").json == {"visit": "V-1001", "files": names}
    one, other = (folder / name for name in names)
    assert {stat.S_IMODE(file.stat().st_mode) for file in (one, other)} == {0o600}
    written = [file.read_bytes() for file in (one, other)]
    assert all(content.count(b"\r\nUID:") == 1 for content in written)
    # A link is replaced, a mode too, and what else is there is left alone.
    notes = clinic.with_name("notes.txt")
    notes.write_bytes(b"my notes")
    one.unlink()
    one.symlink_to(notes)
    other.chmod(0o644)
    (folder / "other.ics").write_bytes(b"mine")
    assert run(*line) == Ran(0, b"", b"")
    assert (one.is_symlink(), notes.read_bytes()) == (False, b"my notes")
    assert stat.S_IMODE(other.stat().st_mode) == 0o600
    one.write_bytes(b"BEGIN:VCALENDAR\r\nold")
    other.unlink()
    other.mkdir()
    assert run(*line).status == 1
    assert one.read_bytes() == b"BEGIN:VCALENDAR\r\nold"
    assert sorted(file.name for file in folder.iterdir()) == [*sorted([*names, "other.ics"])]
    assert run(*line[:6], str(notes), *here).status == 1


def test_cancel_of_one_step_keeps_the_others(
    run: Callable[..., Ran], here: tuple[str, str]
) -> None:
    line = ("cancel", "--visit", "V-1001", "--reason", "ill", *here)
    for wrong in ("3", "0", "999999999999"):
        assert run(*line, "--step", wrong).status == 1
    answer = run(*line, "--step", "2", "--json").json
    assert answer == {"visit": "V-1001", "status": "cancelled"}
    listed = run("day", "--date", "2026-11-23", "--json", *here).json["appointments"]
    found = {item["number"]: item["status"] for item in listed if item["visit"] == "V-1001"}
    assert found == {1: "booked", 2: "cancelled"}
    assert run(*line, "--step", "2").status == 1
    assert run("undo", *here, "--json").json["visit"] == "V-1001"


def test_new_clinic_names_each_fault_on_a_line(run: Callable[..., Ran], tmp_path: Path) -> None:
    faulty, clinic = tmp_path / "faulty.toml", tmp_path / "new.db"
    text = SMALL.read_text("utf-8")
    faulty.write_text(
        text.replace('zone = "America', 'zone = "Amerika').replace("week_start", "week_begins")
    )
    ran = run("new-clinic", str(faulty), str(clinic))
    lines = ran.err.decode("utf-8").splitlines()
    assert (ran.status, ran.out, len(lines)) == (1, b"", 2)
    assert all(line.startswith(f"clinicdesk: {faulty}: clinic.") for line in lines)
    assert not clinic.exists()


@pytest.mark.parametrize("name", ["none.toml", "/dev/zero", "/", "pipe", "clinic.db", "a\x00b"])
def test_new_clinic_refuses_what_is_no_clinic_file(
    run: Callable[..., Ran], clinic: Path, name: str
) -> None:
    os.mkfifo(clinic.with_name("pipe"))
    path = name if name.startswith("/") else str(clinic.with_name(name))
    ran = run("new-clinic", path, str(clinic.with_name("new.db")))
    assert ran.sentence
    assert ran.status == 1
    assert not clinic.with_name("new.db").exists()


def test_new_clinic_leaves_what_is_there(run: Callable[..., Ran], clinic: Path) -> None:
    before = clinic.read_bytes()
    for path in (clinic, clinic.parent, Path("/dev/null"), Path("/nowhere/new.db")):
        assert run("new-clinic", str(SMALL), str(path)).sentence
    assert clinic.read_bytes() == before


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_help_of_every_command(run: Callable[..., Ran], name: str) -> None:
    assert f"\n  {name} " in run("--help").out.decode("ascii")
    shown = run(name, "--help")
    assert (shown.status, shown.err) == (0, b"")
    assert shown.out.startswith(f"usage: clinicdesk {name} ".encode())


def test_the_window_needs_a_screen(
    run: Callable[..., Ran], clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for line in (["--database", str(clinic)], ["demo", "--database", str(clinic)]):
        ran = run(*line)
        assert ran.sentence.startswith(f"There is no screen here to show the clinic at {clinic} on")
        assert ran.status == 1


def test_it_speaks_the_language_of_whoever_runs_it(
    command: Callable[..., Ran],
) -> None:
    spanish = {"LANG": "es_MX.UTF-8", "LC_ALL": ""}
    shown = command("book", "--help", **spanish).out.decode("utf-8")
    assert "Planifica una visita combinada y la reserva.\n\nopciones:\n" in shown
    refused = command(
        "plan", "--patient", "P-1", "--template", "x", "--database", "n.db", **spanish
    )
    assert refused.sentence.startswith("No hay clínica en ")
