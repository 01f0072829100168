"""What the window says about a backup: when, why, how large, what is in it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from clinicdesk.services.backups.in_background import Looked
from clinicdesk.services.backups.manifest import Manifest
from clinicdesk.services.backups.restoring import Restored
from clinicdesk.services.backups.standing import KeptBackups, ListedBackup, Standing
from clinicdesk.services.backups.taking_turns import LastBackup, is_overdue
from clinicdesk.ui.desk import Desk
from clinicdesk.wording import say, time_text
from clinicdesk.wording.machine.dates import short_day

MEGABYTE = 1_000_000


def moment_text(desk: Desk, at: datetime) -> str:
    """`today, 14:00` or `Tue 24 Nov, 14:00`, by the clinic's wall clock."""
    local = at.astimezone(zone(desk))
    today = desk.today()
    time = time_text(local.hour * 60 + local.minute)
    if local.date() == today:
        return say("backups.today", {"time": time})
    if (today - local.date()).days == 1:
        return say("backups.yesterday", {"time": time})
    return say("backups.day", {"day": short_day(local.date(), today), "time": time})


def zone(desk: Desk) -> ZoneInfo:
    """The zone of the clinic's wall clock."""
    return desk.setup.zone


def row_text(desk: Desk, listed: ListedBackup) -> str:
    """A backup in the list: when, why, how large."""
    manifest = listed.backup.manifest
    return say(
        "backups.row",
        {
            "when": made_text(desk, manifest),
            "why": say(f"backups.why-{manifest.reason.value}"),
            "size": size_text(listed.size),
        },
    )


def size_text(size: int | None) -> str:
    """`12 MB`, at least 1; of bytes."""
    if size is None:
        return "?"
    return say("backups.megabytes", {"count": max(1, round(size / MEGABYTE))})


def inside_text(desk: Desk, looked: Looked) -> str:
    """What is in a backup, whether it is whole, and what restoring it would take away."""
    contents = looked.inside.contents
    last = contents.last_change
    params = {
        "clinic": contents.name,
        "patients": contents.counts.get("patient", 0),
        "appointments": contents.counts.get("appointment", 0),
    }
    lines = [say("backups.inside", params)]
    if last is not None:
        when = moment_text(desk, datetime.fromisoformat(last))
        lines.append(say("backups.inside-last", {"when": when}))
    if looked.inside.is_older:
        lines.append(say("backups.inside-older"))
    lines.append(lost_text(looked))
    return "\n".join(lines)


def lost_text(looked: Looked) -> str:
    """What restoring it would take from the clinic as it is."""
    if looked.lost.another_clinic:
        return say("backups.lost-another")
    if looked.lost.changes is None:
        return say("backups.lost-unknown")
    code = "backups.lost-apart" if looked.lost.apart else "backups.lost"
    return say(code, {"count": looked.lost.changes})


def made_text(desk: Desk, manifest: Manifest) -> str:
    """When a backup was made, as the list says it."""
    return moment_text(desk, datetime.fromisoformat(manifest.made_at))


def restored_text(desk: Desk, restored: Restored, manifest: Manifest | None) -> str:
    """What a restore has done. No manifest: it has put back what an earlier one had kept."""
    if manifest is None:
        return say("backups.taken-back")
    when = {"when": made_text(desk, manifest)}
    if restored.is_older:
        return say("backups.restored-older", when)
    done = say("backups.restored", when)
    return done if restored.kept is None else f"{done} {say('backups.restored-kept')}"


def last_text(desk: Desk, kept: KeptBackups) -> str:
    """What the folder holds: the newest backup of its list, and what has changed since."""
    last = kept.standing.last
    if last.unconnected:
        return say("backups.folder-gone")
    if not kept.listed:
        return (
            say("backups.none-yet")
            if last.good_at is None
            else _last_said(desk, last, "backups.quiet-left")
        )
    when = made_text(desk, kept.listed[0].backup.manifest)
    if kept.changes is None:
        return say("backups.last-other", {"when": when})
    if not kept.changes:
        return say("backups.last-whole", {"when": when})
    return say("backups.last", {"when": when, "count": kept.changes})


def quiet_text(desk: Desk, standing: Standing, *, due: bool) -> str:
    """The line at the window's edge; empty while all is as it should be.

    So it is while this desk will make the backup that is `due` within a minute.
    """
    last = standing.last
    if last.failure:
        said = say(last.failure, {"path": str(standing.folder)})
        return f"{_last_said(desk, last)} {said}"
    if due or not (last.missing or is_overdue(last, desk.context.clock())):
        return ""
    return f"{_last_said(desk, last)} {say(_quiet_code(last))}"


def _quiet_code(last: LastBackup) -> str:
    """What is not as it should be, and what to do."""
    if last.missing and last.unconnected:
        return "backups.folder-gone"
    return "backups.quiet-look" if last.missing else "backups.quiet-late"


def _last_said(desk: Desk, last: LastBackup, code: str = "") -> str:
    """When the last good one was made, and whether it is still in its folder."""
    if last.good_at is None:
        return say("backups.quiet-none")
    when = moment_text(desk, datetime.fromtimestamp(last.good_at, zone(desk)))
    gone = last.missing and not last.unconnected
    return say(code or ("backups.quiet-gone" if gone else "backups.quiet-last"), {"when": when})
