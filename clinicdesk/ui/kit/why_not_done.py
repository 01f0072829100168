"""Why long work came to no end of its own, in words."""

from clinicdesk.ui.kit.work_process import WorkAnswer, WorkDone, WorkFailed, WorkRefused
from clinicdesk.wording import say


def why_not_done(answer: WorkAnswer) -> str:
    """The sentence of an answer that is no `WorkDone`; empty for one that is."""
    if isinstance(answer, WorkDone):
        return ""
    if isinstance(answer, WorkRefused):
        return say(answer.code, answer.params)
    if isinstance(answer, WorkFailed):
        return say(f"work.{answer.why}", {"where": answer.where})
    return say("work.stopped")
