"""When a packing has to end: asked for from outside, or out of time."""

from time import perf_counter

from clinicdesk.scheduling.core.problem import AnswerStatus
from clinicdesk.scheduling.core.stopping import Stop, Stopped


class Limit:
    """Counts from when it is made."""

    def __init__(self, seconds: float, stop: Stop) -> None:
        self._begin = perf_counter()
        self.seconds = seconds
        self._stop = stop
        self._asked = False

    @property
    def gone(self) -> float:
        """Seconds since it began."""
        return perf_counter() - self._begin

    @property
    def status(self) -> AnswerStatus:
        """Of an answer that is not proven the best."""
        return AnswerStatus.STOPPED if self._asked else AnswerStatus.FEASIBLE

    def poll(self) -> None:
        """Raise Stopped if the search has to end."""
        self.poll_stop()
        if self.gone >= self.seconds:
            raise Stopped

    def poll_stop(self) -> None:
        """Raise Stopped if somebody asked for it, whatever the time."""
        if self._stop is not None and self._stop():
            self._asked = True
            raise Stopped
