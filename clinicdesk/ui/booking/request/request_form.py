"""What has been asked for so far, as a value; the services' request is made from it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from clinicdesk.scheduling import MIDNIGHT
from clinicdesk.services.clinic.clinic_setup import (
    ClinicSetup,
    SameRule,
    StepRule,
    TemplateInfo,
    VisitTypeInfo,
)
from clinicdesk.services.patients.preferred_times import PreferredTimes
from clinicdesk.services.planning.requests import MovedVisit, StepRequest, VisitRequest
from clinicdesk.services.planning.step_rules import same_at, sequence_at, shifted
from clinicdesk.ui.booking.request.typed_when import TypedWhen

EVERY_DAY = frozenset(range(7))
USUAL_DAYS = 90
"""How many days are searched unless somebody asks for others."""


@dataclass(frozen=True)
class RequestForm:
    """Steps with their rules, and when and with whom it should be.

    `earliest` and `latest` are in minutes after midnight, `weekdays` 0 for Monday.
    """

    steps: tuple[StepRequest, ...] = ()
    rules: tuple[StepRule, ...] = ()
    same_rules: tuple[SameRule, ...] = ()
    one_window: bool = False
    longest_stay: int | None = None
    template: int | None = None
    transfer_minutes: int | None = None
    transfer_agreed: int | None = None
    """What somebody has agreed to instead, however the patient gets from one to the other."""
    in_order: bool = False
    practitioner: int | None = None
    weekdays: frozenset[int] = EVERY_DAY
    earliest: int = 0
    latest: int = MIDNIGHT
    first: date | None = None
    """The day from which it is searched; None is today."""
    near: date | None = None
    """The day that is best; None if the soonest is."""
    days: int = USUAL_DAYS
    """How many days are searched."""
    join: int | None = None
    """The visit that the steps are added to."""
    uninterpreted: bool = False
    """Nobody interprets, though the patient needs it."""
    even_if_new: bool = False
    """Also with those who take no new patients, though the patient is new."""
    even_if_open: bool = False
    """Also sooner than what must be there before can be had."""
    begin: int | None = None
    """The minute after midnight at which it is to begin."""
    here: bool = False
    """The patient stands here: has arrived once it is booked, if that is for today."""
    moved: MovedVisit | None = None
    """The booked visit whose steps these are, which is to have another time."""

    @property
    def at_any_time(self) -> bool:
        """Whether nobody has asked for days of the week, or hours."""
        return (self.weekdays, self.earliest, self.latest) == (EVERY_DAY, 0, MIDNIGHT)

    def with_template(self, template: TemplateInfo) -> "RequestForm":
        """The template's steps after those that are here; alone, it stays that template."""
        new = shifted(len(template.steps), len(self.steps))
        return replace(
            self,
            steps=(
                *self.steps,
                *(StepRequest(s.visit_type, s.minutes, place=s.place) for s in template.steps),
            ),
            rules=(*self.rules, *sequence_at(template.rules, new)),
            same_rules=(*self.same_rules, *same_at(template.same_rules, new)),
            one_window=self.one_window or template.one_window,
            # How long all of it may last nobody has said.
            longest_stay=None if self.steps else template.longest_stay,
            template=None if self.steps else template.id,
            transfer_minutes=max(self.transfer_minutes or 0, template.transfer_minutes),
        )

    def with_type(self, kind: VisitTypeInfo, place: str = "") -> "RequestForm":
        """One more step of its own, at that place or at its usual one."""
        step = StepRequest(kind.id, kind.minutes, place=place)
        return replace(self, steps=(*self.steps, step), template=None)

    def without_step(self, position: int) -> "RequestForm":
        """Without that step and the rules about it."""
        kept = [index for index in range(len(self.steps)) if index != position]
        new = {old: index for index, old in enumerate(kept)}
        return replace(
            self,
            steps=tuple(self.steps[index] for index in kept),
            rules=sequence_at(self.rules, new),
            same_rules=same_at(self.same_rules, new),
            template=None,
        )

    def with_same(self, first: int, then: int, kind: str) -> "RequestForm":
        """With the same resource of that kind for both steps; without it where they had to."""
        former = self.same_rule(then, kind)
        kept = tuple(rule for rule in self.same_rules if rule != former)
        if former is None:
            kept = (*kept, SameRule((first, then), kind))
        else:
            others = tuple(step for step in former.steps if step != then)
            kept += (replace(former, steps=others),) if len(others) > 1 else ()
        return replace(self, same_rules=kept)

    def same_rule(self, position: int, kind: str) -> SameRule | None:
        """The rule by which a step has the same resource of that kind as one before it."""
        return next(
            (
                rule
                for rule in self.same_rules
                if rule.kind == kind and position in rule.steps and min(rule.steps) < position
            ),
            None,
        )

    def visit_request(self, setup: ClinicSetup, patient: int, today: date) -> VisitRequest:
        """The request as the services take it."""
        first = max(self.first or today, today)
        days = self.days
        if self.near is not None:
            days = max(days, (self.near - first).days + 1)
        return VisitRequest(
            patient=patient,
            steps=tuple(
                replace(step, practitioner=step.practitioner or self.practitioner)
                for step in self.steps
            ),
            first_day=first,
            days=days,
            rules=(*self.rules, *(_one_after_another(self) if self.in_order else ())),
            same_rules=self.same_rules,
            one_window=self.one_window,
            longest_stay=self.longest_stay,
            transfer_minutes=self._transfer(setup),
            template=self.template,
            target=self.near,
            earliest=self.earliest,
            latest=self.latest,
            weekdays=self.weekdays,
            joining=self.join,
            uninterpreted=self.uninterpreted,
            even_if_new=self.even_if_new,
            even_if_open=self.even_if_open,
            begin=self.begin,
            moved=self.moved,
        )

    def _transfer(self, setup: ClinicSetup) -> int:
        """What lies between two steps, the way too where one is a call and no template says."""
        if self.transfer_agreed is not None:
            return self.transfer_agreed
        own = self.transfer_minutes
        transfer = setup.transfer_minutes if own is None else own
        forms = {setup.on_site(step.visit_type, step.place) for step in self.steps}
        return transfer if self.template or len(forms) < 2 else max(transfer, setup.way_minutes)

    def relaxed(self, before: VisitRequest, after: VisitRequest) -> "RequestForm":
        """What to ask for so that it makes `after` instead of `before`, which it makes now."""
        changed = replace(
            self,
            steps=tuple(self._own(step) for step in after.steps),
            same_rules=after.same_rules,
            one_window=after.one_window,
            longest_stay=after.longest_stay,
            template=after.template,
            weekdays=after.weekdays,
            earliest=after.earliest,
            latest=after.latest,
            uninterpreted=after.uninterpreted,
            even_if_new=after.even_if_new,
            even_if_open=after.even_if_open,
        )
        if after.rules != before.rules:
            changed = replace(changed, rules=after.rules, in_order=False)
        if after.transfer_minutes != before.transfer_minutes:
            changed = replace(changed, transfer_agreed=after.transfer_minutes)
        if (after.first_day, after.days) != (before.first_day, before.days):
            changed = replace(changed, first=after.first_day, days=after.days, near=None, join=None)
        return changed

    def _own(self, step: StepRequest) -> StepRequest:
        """The step with a practitioner of its own only where that is not the one for all."""
        return replace(step, practitioner=None) if step.practitioner == self.practitioner else step

    def easier(self) -> Sequence[tuple[str, "RequestForm"]]:
        """What else could be given up beside the relaxations: how late, and all preferences.

        Each with the code of its sentence.
        """
        found: list[tuple[str, RequestForm]] = []
        if self.moved is not None and self.join is not None:
            # What is left of a visit that has begun stays on its day.
            return found
        if self.begin is not None:
            found.append(("relaxation.any-start", replace(self, begin=None)))
        if self.days < USUAL_DAYS:
            found.append(("relaxation.longer", replace(self, days=USUAL_DAYS, join=None)))
        elif self.days < 2 * USUAL_DAYS:
            found.append(("relaxation.longer", replace(self, days=2 * USUAL_DAYS)))
        if replace(self, days=2 * USUAL_DAYS, join=None) != self.without_preferences():
            found.append(("relaxation.everything", self.without_preferences()))
        return found

    def without_preferences(self) -> "RequestForm":
        """The same steps with anybody, at any time from the same day on."""
        return RequestForm(
            steps=tuple(replace(step, practitioner=None) for step in self.steps),
            rules=self.rules,
            same_rules=self.same_rules,
            one_window=self.one_window,
            longest_stay=self.longest_stay,
            template=self.template,
            transfer_minutes=self.transfer_minutes,
            transfer_agreed=self.transfer_agreed,
            first=self.first,
            days=2 * USUAL_DAYS,
            moved=self.moved,
        )

    def at(self, when: TypedWhen, today: date) -> "RequestForm":
        """On that day or from it on, within those hours, or at that time."""
        if when.here:
            return replace(self.only_on(today), begin=None, here=True, join=None)
        if when.hours is not None:
            earliest, latest = when.hours
            within = replace(self, begin=None, earliest=earliest, latest=latest, join=None)
            return within if when.day is None else replace(within, first=when.day, near=None)
        if when.begin is None:
            return replace(self, first=when.day, near=None, join=None)
        timed = replace(self, begin=when.begin, earliest=0, latest=MIDNIGHT, join=None)
        return timed if when.day is None else timed.only_on(when.day)

    def only_on(self, day: date) -> "RequestForm":
        """On that one day."""
        return replace(self, first=day, near=None, days=1, weekdays=EVERY_DAY)


def _one_after_another(request_form: RequestForm) -> list[StepRule]:
    return [StepRule(position, position + 1) for position in range(len(request_form.steps) - 1)]


def preferring(request_form: RequestForm, times: PreferredTimes | None) -> RequestForm:
    """The same at the times that suit the patient; as it is where others were asked for already."""
    if times is None or not request_form.at_any_time:
        return request_form
    return replace(
        request_form,
        weekdays=times.weekdays,
        earliest=times.earliest,
        latest=times.latest,
    )
