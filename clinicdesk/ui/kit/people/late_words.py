"""Who runs late, whom it meets and what heals it, in one sentence each."""

from collections.abc import Iterable

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.flow.late_values import RunsLate
from clinicdesk.wording import readable, say


def late_sentences(setup: ClinicSetup, found: Iterable[RunsLate]) -> str:
    """`Dr. Carver runs 10 min late: 4 wait, 1 of them with somebody else.`, for each in turn."""
    return "   ".join(_sentence(setup, each) for each in found)


def _sentence(setup: ClinicSetup, each: RunsLate) -> str:
    info = setup.resources.get(each.delay.resource)
    params = {
        "name": "" if info is None else readable(info.name),
        "minutes": each.delay.minutes,
        "count": len(each.knocks),
        "others": sum(knock.others for knock in each.knocks),
        "pushed": each.healing.pushed,
        "most": each.healing.most,
        "stuck": len(each.healing.stuck),
    }
    parts = [say("late.meets" if each.knocks else "late.meets-nobody", params)]
    if each.healing.pushed:
        parts.append(say("late.heals", params))
    if each.healing.stuck:
        parts.append(say("late.stuck", params))
    return " ".join(parts)
