"""What is drawn and said of a drag: where it was, where it would go, the visit's other steps."""

from collections.abc import Sequence

from clinicdesk.services.visits.moving import Move
from clinicdesk.ui.day.drag.drag import Drag
from clinicdesk.ui.day.drag.rest import place_of
from clinicdesk.ui.day.grid.boxes import Ghost
from clinicdesk.ui.day.grid.day_painter import DayPainter
from clinicdesk.ui.day.layout.arrangement import Arrangement, DayBlock
from clinicdesk.ui.day.layout.geometry import Box
from clinicdesk.ui.day.text import appointment_text
from clinicdesk.wording import say, time_text


def drag_ghosts(day_painter: DayPainter, drag: Drag) -> list[Ghost]:
    """Where it was, the other steps, and above them where it would go."""
    plan = day_painter.plan
    origin = Ghost(plan.box(drag.block), "", look="origin")
    return [origin, *_sibling_ghosts(plan, drag), _target_ghost(day_painter, drag)]


def target_box(plan: Arrangement, drag: Drag) -> Box:
    """Where it would stand."""
    # The column's resource may be needed for a part of the step only.
    later = drag.target.start - drag.begin.start
    longer = drag.minutes - drag.begin.minutes
    start, end = drag.block.start + later, drag.block.end + later + longer
    return plan.stretch(drag.target.column, start, max(end, start + drag.grid))


def spoken_target(plan: Arrangement, drag: Drag) -> str:
    """`10:15, Dr. Osei, fits`: when, with whom and the verdict, read out."""
    verdict = drag.verdict()
    who = plan.columns[drag.target.column].resource.name
    said = (time_text(drag.target.start), who, verdict.words, verdict.who)
    return ", ".join(part for part in said if part)


def _target_ghost(day_painter: DayPainter, drag: Drag) -> Ghost:
    box, start = target_box(day_painter.plan, drag), drag.target.start
    texts = appointment_text.title_texts(drag.block, private=day_painter.private)
    font = day_painter.fonts.name
    title = next((text for text in texts if font.width(text) <= box.width - 16), texts[-1])
    span = appointment_text.short_span(start, start + drag.minutes)
    return Ghost(box, title, span, look=drag.verdict().look)


def _sibling_ghosts(plan: Arrangement, drag: Drag) -> list[Ghost]:
    found = []
    for item in drag.siblings():
        block = plan.of_appointment(item.number)
        if block is None:
            continue
        move = drag.led_to(item)
        start, end, resources = place_of(item, move or Move(item.number))
        if move is None:
            box = plan.box(block)
            words = say("drag.stays", {"start": item.start})
        else:
            box = plan.stretch(_column(plan, block, resources), start, end)
            words = say("drag.goes-to", {"start": start})
        found.append(Ghost(box, words, _gap(drag, start, end), look="sibling"))
    return found


def _column(plan: Arrangement, block: DayBlock, resources: Sequence[int]) -> int:
    """The column in which it would stand: its own, if whom it goes to is not shown."""
    kind = plan.columns[block.column].resource.kind
    columns = enumerate(column.resource for column in plan.columns)
    there = (n for n, one in columns if one.id in resources and one.kind == kind)
    return next(there, block.column)


def _gap(drag: Drag, start: int, end: int) -> str:
    """How long the patient would wait between the step that is dragged and this one."""
    gap = max(start - drag.target.start - drag.minutes, drag.target.start - end)
    return say("drag.gap", {"gap": gap}) if gap >= 0 else say("drag.overlap")
