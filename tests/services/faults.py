"""What `check` finds: what is damaged, and apart from it what breaks a rule for no reason."""

from clinicdesk.models.database import Database
from clinicdesk.services.checking.file_checking import Fault, check_clinic
from clinicdesk.wording import worded
from clinicdesk.wording.catalog import SENTENCES

_RULES = ("check.breaks-rule", "check.class-breaks-rule")


def damage(database: Database) -> list[Fault]:
    """All that it finds but broken rules."""
    return [fault for fault in check_clinic(database).broken if fault.code not in _RULES]


def rule_breaks(database: Database) -> list[tuple[str, int, str]]:
    """Code, appointment and rule of each broken rule; each has its sentence."""
    found: list[tuple[str, int, str]] = []
    for fault in check_clinic(database).broken:
        if fault.code in _RULES:
            assert worded(SENTENCES[fault.code], fault.params)
            number, rule = fault.params["appointment"], fault.params["rule"]
            assert isinstance(number, int)
            found.append((fault.code, number, str(rule).removeprefix("rule-name.")))
    return found
