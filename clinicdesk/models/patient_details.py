"""What is known of a patient beside the record itself: people, numbers, consents, preferences."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from clinicdesk.models.base import MIDNIGHT, NUMBERED, Retirable
from clinicdesk.models.contacts import Channel
from clinicdesk.models.stored_values import WEEKDAYS


class Relationship(StrEnum):
    """What somebody is to a patient."""

    GUARDIAN = "guardian"
    PARENT = "parent"
    SPOUSE = "spouse"
    CHILD = "child"
    CAREGIVER = "caregiver"
    OTHER = "other"


class ContactSystem(StrEnum):
    """What a contact point is: a telephone number, or an address for e-mail."""

    PHONE = "phone"
    EMAIL = "e-mail"


class ContactUse(StrEnum):
    """Which of somebody's numbers it is."""

    UNSAID = ""
    MOBILE = "mobile"
    HOME = "home"
    WORK = "work"


class PreferenceKind(StrEnum):
    """What a preference is about."""

    TIME = "time"
    """Days of the week and a stretch of the day that suit."""
    PRACTITIONER = "practitioner"
    """Somebody whom the patient would rather see."""
    AVOIDED = "avoided"
    """Somebody whom the patient would rather not see."""


class RelatedPerson(Retirable):
    """Somebody whom a patient names: a guardian, a daughter who answers the telephone."""

    __tablename__ = "related_person"
    __table_args__ = (
        CheckConstraint(f"relationship IN {tuple(map(str, Relationship))}", name="relationship"),
        Index("ix_related_person_patient_id", "patient_id"),
        NUMBERED,
    )

    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    name: Mapped[str]
    relationship: Mapped[str] = mapped_column(default=Relationship.OTHER)
    may_be_told: Mapped[bool] = mapped_column(default=False)
    """Whether the patient agreed that this person is told of visits."""


class ContactPoint(Retirable):
    """A number or address beside the patient's main ones, with whose it is."""

    __tablename__ = "contact_point"
    __table_args__ = (
        CheckConstraint(f"system IN {tuple(map(str, ContactSystem))}", name="system"),
        CheckConstraint(f'"use" IN {tuple(map(str, ContactUse))}', name="use"),
        Index("ix_contact_point_patient_id", "patient_id"),
        Index("ix_contact_point_value_key", "value_key"),
        NUMBERED,
    )

    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    related_person_id: Mapped[int | None] = mapped_column(ForeignKey("related_person.id"))
    """Whose it is; null for the patient's own."""
    system: Mapped[str] = mapped_column(default=ContactSystem.PHONE)
    use: Mapped[str] = mapped_column(default=ContactUse.UNSAID)
    value: Mapped[str]
    value_key: Mapped[str]
    """Of a number its digits, last first, as of the patient's main one; of an address itself."""


class ChannelConsent(Retirable):
    """Whether a patient agreed to be told of visits by a channel, and on which day."""

    __tablename__ = "channel_consent"
    __table_args__ = (
        CheckConstraint(f"channel IN {tuple(map(str, Channel))}", name="channel"),
        Index(
            "uq_channel_consent_in_use",
            "patient_id",
            "channel",
            unique=True,
            sqlite_where=text("active"),
        ),
        NUMBERED,
    )

    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    channel: Mapped[str]
    agreed: Mapped[bool]
    said_on: Mapped[date]


class PatientPreference(Retirable):
    """What a patient likes: kept with the patient, used by every plan, outweighed by rules."""

    __tablename__ = "patient_preference"
    __table_args__ = (
        CheckConstraint(f"kind IN {tuple(map(str, PreferenceKind))}", name="kind"),
        CheckConstraint("(kind = 'time') = (resource_id IS NULL)", name="of_kind"),
        CheckConstraint(
            f"0 <= earliest AND earliest < latest AND latest <= {MIDNIGHT}", name="minutes"
        ),
        Index("ix_patient_preference_patient_id", "patient_id"),
        NUMBERED,
    )

    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    kind: Mapped[str]
    resource_id: Mapped[int | None] = mapped_column(ForeignKey("resource.id"))
    weekdays: Mapped[tuple[int, ...]] = mapped_column(WEEKDAYS, default=())
    """Of a time: the days of the week that suit, 0 for Monday."""
    earliest: Mapped[int] = mapped_column(default=0)
    latest: Mapped[int] = mapped_column(default=MIDNIGHT)
    """Of a time: minutes after midnight between which the patient can be on site."""
