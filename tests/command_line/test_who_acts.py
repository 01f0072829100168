"""While a clinic has no accounts, whoever opens it may override whatever can be overridden."""

from zoneinfo import ZoneInfo

from clinicdesk.cli.workstation import Workstation
from clinicdesk.services.visits.rules.overrides import FIRST_ROLE, roles_that_may


def test_no_soft_rule_is_left_to_somebody_else() -> None:
    acting = Workstation().context(ZoneInfo("America/Chicago"))
    assert acting.role in roles_that_may(FIRST_ROLE)
