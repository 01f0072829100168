"""What the clinic offers: visit types with their needs, and visit templates with their rules."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from clinicdesk.models.base import MIDNIGHT, NUMBERED, Retirable
from clinicdesk.models.stored_values import (
    HOLDS,
    REQUIREMENTS,
    SAME_RULES,
    TEXTS,
    TEXTS_BY_LANGUAGE,
    HeldPart,
    Requirement,
    SameRule,
    TextsByLanguage,
)


class VisitType(Retirable):
    """A service: how long, what it needs, what may be printed about it."""

    __tablename__ = "visit_type"
    __table_args__ = (
        UniqueConstraint("key"),
        CheckConstraint(f"minutes BETWEEN 1 AND {MIDNIGHT}", name="minutes"),
        CheckConstraint("group_size >= 1", name="group_size"),
        NUMBERED,
    )

    key: Mapped[str]
    name: Mapped[str]
    public_name: Mapped[str]
    """What may leave the building: never a diagnosis or a procedure; in the first language."""
    public_name_in: Mapped[TextsByLanguage] = mapped_column(TEXTS_BY_LANGUAGE, default=())
    specialty_id: Mapped[int | None] = mapped_column(ForeignKey("resource_type.id"))
    minutes: Mapped[int]
    arrive_early: Mapped[int] = mapped_column(default=0)
    place: Mapped[str] = mapped_column(default="on site")
    other_places: Mapped[tuple[str, ...]] = mapped_column(TEXTS, default=())
    """Where it may be had instead, if the patient prefers that."""
    instructions: Mapped[str] = mapped_column(default="")
    """In the clinic's first language."""
    instructions_in: Mapped[TextsByLanguage] = mapped_column(TEXTS_BY_LANGUAGE, default=())
    requirements: Mapped[tuple[Requirement, ...]] = mapped_column(REQUIREMENTS, default=())
    group_size: Mapped[int] = mapped_column(default=1)
    only_in_blocks: Mapped[bool] = mapped_column(default=False)
    """Only in blocks of hours that list it."""


class VisitTypeNeed(Retirable):
    """One resource that a visit type takes, for all of a step or parts of it."""

    __tablename__ = "visit_type_need"
    __table_args__ = (
        Index(
            "uq_visit_type_need_in_use",
            "visit_type_id",
            "position",
            unique=True,
            sqlite_where=text("active"),
        ),
        NUMBERED,
    )

    visit_type_id: Mapped[int] = mapped_column(ForeignKey("visit_type.id"))
    position: Mapped[int]
    holds: Mapped[tuple[HeldPart, ...]] = mapped_column(HOLDS)
    before: Mapped[int]
    after: Mapped[int]
    places: Mapped[tuple[str, ...]] = mapped_column(TEXTS, default=())
    """Where the visit type is had when it needs this; empty for everywhere."""


class NeedOption(Retirable):
    """A resource type, or one resource, that qualifies for a need."""

    __tablename__ = "need_option"
    __table_args__ = (
        CheckConstraint("(type_id IS NULL) <> (resource_id IS NULL)", name="one_kind"),
        NUMBERED,
    )

    need_id: Mapped[int] = mapped_column(ForeignKey("visit_type_need.id"), index=True)
    type_id: Mapped[int | None] = mapped_column(ForeignKey("resource_type.id"))
    resource_id: Mapped[int | None] = mapped_column(ForeignKey("resource.id"))
    minutes: Mapped[int | None]
    penalty: Mapped[int]


class VisitTemplate(Retirable):
    """A named same-day bundle of steps with their sequence rules."""

    __tablename__ = "visit_template"
    __table_args__ = (
        Index(
            "uq_visit_template_active_name",
            "name",
            unique=True,
            sqlite_where=text("active"),
        ),
        UniqueConstraint("key"),
        CheckConstraint("longest_stay >= 1", name="longest_stay"),
        NUMBERED,
    )

    key: Mapped[str]
    name: Mapped[str]
    transfer_minutes: Mapped[int | None]
    same_rules: Mapped[tuple[SameRule, ...]] = mapped_column(SAME_RULES, default=())
    one_window: Mapped[bool] = mapped_column(default=False)
    longest_stay: Mapped[int | None]


class TemplateStep(Retirable):
    """A visit type as a step of a template."""

    __tablename__ = "template_step"
    __table_args__ = (
        Index(
            "uq_template_step_in_use",
            "template_id",
            "position",
            unique=True,
            sqlite_where=text("active"),
        ),
        NUMBERED,
    )

    template_id: Mapped[int] = mapped_column(ForeignKey("visit_template.id"))
    position: Mapped[int]
    visit_type_id: Mapped[int] = mapped_column(ForeignKey("visit_type.id"))
    minutes: Mapped[int | None]
    place: Mapped[str] = mapped_column(default="")
    """Empty for the visit type's own."""


class TemplateRule(Retirable):
    """Step `first` before step `then`, with a smallest and a largest gap, and why."""

    __tablename__ = "template_rule"
    __table_args__ = (NUMBERED,)

    template_id: Mapped[int] = mapped_column(ForeignKey("visit_template.id"), index=True)
    first: Mapped[int]
    then: Mapped[int]
    min_gap: Mapped[int | None]
    max_gap: Mapped[int | None]
    why: Mapped[str] = mapped_column(default="")
