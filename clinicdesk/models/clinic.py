"""The clinic itself: its settings, opening hours and closures."""

from datetime import date

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from clinicdesk.models.base import NUMBERED, Journaled, Recurring, Retirable, minutes_check
from clinicdesk.models.stored_values import (
    HOLIDAY_RULE,
    TEXTS,
    TEXTS_BY_LANGUAGE,
    WEEK_TIMES,
    HolidayRule,
    TextsByLanguage,
    WeekTimes,
)


class Clinic(Journaled):
    """One location with one wall clock; the table holds exactly one row."""

    __tablename__ = "clinic"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    name: Mapped[str]
    uid: Mapped[str]
    """Random, made once: it keeps the UIDs of calendar files apart from other clinics'."""
    zone: Mapped[str]
    """The IANA name of the zone of the clinic's wall clock."""
    grid_minutes: Mapped[int]
    transfer_minutes: Mapped[int]
    way_minutes: Mapped[int]
    """What a patient needs between a visit by phone or video and one on site."""
    hold_minutes: Mapped[int]
    date_order: Mapped[str]
    week_start: Mapped[int]
    """0 is Monday."""
    twelve_hour: Mapped[bool]
    languages: Mapped[tuple[str, ...]] = mapped_column(TEXTS, default=("en",))
    """BCP 47 codes of the languages in which it writes to patients, the usual one first."""
    address: Mapped[str] = mapped_column(default="")
    """Of several lines, as on a letter."""
    directions: Mapped[str] = mapped_column(default="")
    """How patients get there, in the clinic's first language."""
    directions_in: Mapped[TextsByLanguage] = mapped_column(TEXTS_BY_LANGUAGE, default=())
    phone: Mapped[str] = mapped_column(default="")
    web: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    """What messages and calendar files come from, and where answers go."""
    discreet_titles: Mapped[bool] = mapped_column(default=False)
    """Whether calendars and subjects of messages say only that there is an appointment."""
    calendar_names: Mapped[bool] = mapped_column(default=False)
    """Whether practitioners' calendars name patients; otherwise they have initials."""
    mail_server: Mapped[str] = mapped_column(default="")
    """`host` or `host:port` of the SMTP server; empty where desks send by their own program."""
    mail_security: Mapped[str] = mapped_column(default="starttls")
    """`starttls`, `tls` (RFC 8314) or `none`."""
    mail_user: Mapped[str] = mapped_column(default="")
    """The name at the server; the password is in each computer's key store, never here."""
    holiday_rule: Mapped[HolidayRule | None] = mapped_column(
        HOLIDAY_RULE, default=None, nullable=False
    )
    """Whose public holidays it keeps; they stand among the closures for some years to come."""
    backup_folder: Mapped[str] = mapped_column(default="")
    """Where backups are kept; empty for a folder beside the clinic."""
    demo: Mapped[bool] = mapped_column(default=False)


class OpeningHours(Recurring):
    """When patients can be on site."""

    __tablename__ = "opening_hours"
    __table_args__ = (minutes_check(), NUMBERED)


class OpeningSeason(Retirable):
    """Days on which other opening hours than the usual ones hold: a season, or one day.

    It takes their place on the weekdays of `week` from `first_day` to `last_day`, both inclusive;
    with `every_year` on the same days of each year. A season of one day goes before longer ones.
    """

    __tablename__ = "opening_season"
    __table_args__ = (CheckConstraint("first_day <= last_day", name="order"), NUMBERED)

    name: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    every_year: Mapped[bool]
    week: Mapped[WeekTimes] = mapped_column(WEEK_TIMES)
    """When the clinic is open on these days of the week; the others stay as they are."""
    starts_on: Mapped[date]
    """First day that counts: what was before stays as it was."""
    ends_on: Mapped[date | None]
    """Last day that may count, itself included."""


class Closure(Retirable):
    """A day, or `[start, end)` minutes of one, on which the whole clinic is shut."""

    __tablename__ = "closure"
    __table_args__ = (minutes_check(), Index("ix_closure_day", "day"), NUMBERED)

    day: Mapped[date]
    start: Mapped[int]
    end: Mapped[int]
    name: Mapped[str]
