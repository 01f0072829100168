"""Whatever becomes of the clinic's file, in any order: nothing escapes, nothing told is lost."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from random import Random

import pytest
from PySide6.QtTest import QTest

from clinicdesk.models.database import Database
from clinicdesk.resource_files import resource_file
from clinicdesk.services.checking.file_checking import check_file
from clinicdesk.services.patients.records import NewPatient, add_patient
from clinicdesk.services.undoing.undo import undo
from clinicdesk.ui.desk import Done
from tests.services.desk import MONDAY
from tests.ui.main_rig import Rig
from tests.ui.settling import attempt


class Fates:
    """Does to a clinic's file what people and programs do, and puts it back in the end."""

    def __init__(self, path: Path, another: bytes) -> None:
        self.path, self.another = path, another
        self._aside = path.with_suffix(".aside")
        self._lock: sqlite3.Connection | None = None

    def rename(self) -> None:
        if self.path.exists() and not self._aside.exists():
            self.path.rename(self._aside)

    def put_back(self) -> None:
        if self._aside.exists():
            self._aside.replace(self.path)

    def replace_by_a_copy(self) -> None:
        if self.path.exists() and self._lock is None and not self._aside.exists():
            copy = self.path.with_suffix(".copy")
            shutil.copyfile(self.path, copy)
            copy.replace(self.path)

    def put_another_in_its_place(self) -> None:
        self.rename()
        if not self.path.exists():
            self.path.write_bytes(self.another)

    def put_half_a_copy_in_its_place(self) -> None:
        self.rename()
        if not self.path.exists():
            self.path.write_bytes(self._aside.read_bytes()[:50_000])

    def put_nothing_in_its_place(self) -> None:
        self.rename()
        if not self.path.exists():
            self.path.touch()

    def put_a_folder_in_its_place(self) -> None:
        self.rename()
        if not self.path.exists():
            self.path.mkdir()

    def lock(self) -> None:
        if self.path.is_file() and not self._aside.exists() and self._lock is None:
            self._lock = sqlite3.connect(self.path, timeout=0, isolation_level=None)
            self._lock.execute("BEGIN EXCLUSIVE")

    def let_go(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def make_well(self) -> None:
        self.let_go()
        if self._aside.exists() and self.path.is_dir():
            self.path.rmdir()
        self.put_back()


@pytest.fixture
def fates(main: Rig, make_clinic: Callable[..., Database]) -> Fates:
    other = make_clinic(resource_file("clinics", "small.toml").read_bytes())
    other.close()
    return Fates(main.desk.database.path, other.path.read_bytes())


@pytest.mark.parametrize("seed", range(3))
def test_any_order_of_fates(
    main: Rig, fates: Fates, seed: int, scaled: Callable[[int, int], int]
) -> None:
    random, told = Random(seed), set[str]()
    main.desk.database.busy_seconds = 0
    fates.replace_by_a_copy()
    main.desk.catch_up()

    def add() -> None:
        name = f"number {len(told)} {random.random()}"
        new = NewPatient("Able", name, date(1980, 5, 4), "555-0100")
        if isinstance(attempt(main.desk, add_patient, new, even_if_similar=True), Done):
            told.add(name)

    steps: list[Callable[..., object]] = [
        add, add, add, main.desk.catch_up, main.desk.catch_up, undo,
        lambda: main.window.day_page.show_day(MONDAY),
        lambda: QTest.qWait(0),
        fates.rename, fates.replace_by_a_copy, fates.put_another_in_its_place, fates.lock,
        fates.put_half_a_copy_in_its_place, fates.put_nothing_in_its_place,
        fates.put_a_folder_in_its_place, fates.let_go, fates.make_well, fates.make_well,
    ]  # fmt: skip
    undone = 0
    for _ in range(scaled(120, 5000)):
        step = random.choice(steps)
        if step is undo:
            undone += isinstance(attempt(main.desk, undo), Done)
        else:
            step()
    fates.make_well()
    QTest.qWait(0)
    main.desk.catch_up()
    assert main.window.banner.text == ""
    add()
    with closing(sqlite3.connect(fates.path)) as reader:
        there = {given for (given,) in reader.execute("SELECT given FROM patient")}
    assert told
    assert len(told - there) <= undone
    assert check_file(fates.path).broken == ()
    beside = {path.name for path in fates.path.parent.iterdir()} - {"window.ini"}
    assert beside == {"clinic-0.db", "clinic-1.db"}
