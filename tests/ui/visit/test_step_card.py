"""What a step's card says below its name."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from clinicdesk.models.database import Database
from clinicdesk.services.patients.detail_values import HeldRequirement, RequirementState
from clinicdesk.services.patients.details import keep_detail
from clinicdesk.services.visits.changing import cancel_visit
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.visit.steps.step_card import StepCard
from tests.services.clinics import harbor_file
from tests.services.desk import Clock, desk


def test_what_must_be_there_before_a_step_to_come(
    qapp: QApplication, tmp_path: Path, make_clinic: Callable[..., Database]
) -> None:
    consult = 'name = "Consult"\n'
    asked = 'requirements = ["Referral", { text = "MRI on file", lead_days = 7 }, "mri on  file"]\n'
    at = desk(make_clinic(harbor_file().decode().replace(consult, consult + asked, 1).encode()),
              Clock())  # fmt: skip
    patient = at.patient().number
    visit = at.book_first("Consult", patient, days=8)

    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    keeper = ThemeKeeper(qapp, settings)

    def said() -> list[str]:
        (step,) = at.visit(visit).steps
        return StepCard(keeper, at.setup, step).toolTip().split("\n")

    assert said() == [
        "Dr. Fisk, Room 1",
        "Referral: open, due Fri 5 Mar",
        "MRI on file: open, due Mon 1 Mar",
    ]
    referral = HeldRequirement("Referral", RequirementState.MET)
    keep_detail(at.context, at.database, patient, referral)
    assert said()[1:] == ["MRI on file: open, due Mon 1 Mar", "There, or not needed: Referral"]
    cancel_visit(at.context, at.database, visit, "not needed")
    assert said() == ["Dr. Fisk, Room 1", "Reason: not needed"]
