"""The ways to mend the day that are on screen, which is chosen, and what was found since."""

from collections.abc import Sequence
from dataclasses import replace

from clinicdesk.services.absence.aims import Aim
from clinicdesk.services.absence.mended_day import MendedDay, best_of, way_for


class KnownWays:
    """What is on screen never changes by itself: better ways wait until somebody asks for them."""

    def __init__(self) -> None:
        self.shown: tuple[MendedDay, ...] = ()
        self.aim = Aim.FEWEST_HOME
        """What the chosen way is best in; it stays chosen while better ones come."""
        self._newest: tuple[MendedDay, ...] = ()

    def clear(self) -> None:
        """Nothing is known; what is to be best stays chosen."""
        self.shown = self._newest = ()

    def take(self, found: Sequence[MendedDay]) -> None:
        """These were found: the first are shown, others wait if they are better."""
        self._newest = best_of(self._newest, found)
        if not self.shown:
            self.shown = self._newest

    def doubt(self) -> None:
        """The day has changed: what was found since may not hold, nor what was proven."""
        self.shown = tuple(replace(way, proven=frozenset()) for way in self.shown)
        self._newest = self.shown

    @property
    def chosen(self) -> MendedDay | None:
        """The way whose list is on screen; None before any was found."""
        return way_for(self.shown, self.aim) if self.shown else None

    @property
    def better(self) -> tuple[Aim, MendedDay] | None:
        """A way that is better than the one on screen: in the chosen aim, else in another."""
        for aim in sorted(Aim, key=lambda each: each is not self.aim) if self.shown else ():
            newest = way_for(self._newest, aim)
            if newest.disturbance != way_for(self.shown, aim).disturbance:
                return aim, newest
        return None

    def show_newest(self) -> None:
        """Somebody has asked for what was found since."""
        self.shown = self._newest

    @property
    def proven(self) -> bool:
        """Whether there can be no way that is better in what one of the newest is named for."""
        return all(way.proven.issuperset(way.aims) for way in self._newest)
