"""In which country the clinic is, by what it says of itself: telephone numbers are written so."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.exchange.phone_numbers import country_of_number, country_of_zone
from clinicdesk.models.clinic import Clinic


def clinic_country(session: Session) -> str:
    """Its country as an ISO 3166 code, by its number, whose holidays it keeps, or its zone."""
    return country_of(session.scalars(select(Clinic)).one())


def country_of(clinic: Clinic) -> str:
    """The same of the clinic's row."""
    by_number = country_of_number(clinic.phone)
    if by_number is not None:
        return by_number
    if clinic.holiday_rule is not None:
        return clinic.holiday_rule.country
    return country_of_zone(clinic.zone)
