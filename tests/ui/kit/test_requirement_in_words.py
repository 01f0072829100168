"""What is typed of a requirement, understood, and shown as it would be typed."""

from datetime import date

import pytest

from clinicdesk.services.patients.detail_values import HeldRequirement, RequirementState
from clinicdesk.ui.kit.entry.requirement_in_words import (
    NotSaid,
    requirement_in_words,
    requirement_text,
)
from clinicdesk.wording import use_clinic_habits

TODAY = date(2027, 3, 1)
FILMS = HeldRequirement("Films", visit=7)
OPEN, ASKED, MET, WAIVED = RequirementState


def said(text: str) -> HeldRequirement:
    return requirement_in_words(FILMS, text, TODAY, "MDY")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("there", HeldRequirement("Films", MET, 7, dated=TODAY)),
        ("met", HeldRequirement("Films", MET, 7, dated=TODAY)),
        ("th", HeldRequirement("Films", MET, 7, dated=TODAY)),
        ("open", HeldRequirement("Films", OPEN, 7)),
        ("asked for", HeldRequirement("Films", ASKED, 7, dated=TODAY)),
        ("asked, 2/26", HeldRequirement("Films", ASKED, 7, dated=date(2027, 2, 26))),
        (
            "Asked for, from County Hospital, decide by fri",
            HeldRequirement(
                "Films", ASKED, 7, "County Hospital", dated=TODAY, decide_by=date(2027, 3, 5)
            ),
        ),
        (
            "there, no. A-4711, until 24 nov",
            HeldRequirement(
                "Films", MET, 7, reference="A-4711", dated=TODAY, valid_until=date(2027, 11, 24)
            ),
        ),
        (
            "there, until 31 dec",
            HeldRequirement("Films", MET, 7, dated=TODAY, valid_until=date(2027, 12, 31)),
        ),
        ("there, #12", HeldRequirement("Films", MET, 7, reference="12", dated=TODAY)),
        ("there, no 4711 B", HeldRequirement("Films", MET, 7, reference="4711 B", dated=TODAY)),
        ("there, Nr.A1", HeldRequirement("Films", MET, 7, reference="A1", dated=TODAY)),
        ("there, no. AB", HeldRequirement("Films", MET, 7, reference="AB", dated=TODAY)),
        ("there, number B7", HeldRequirement("Films", MET, 7, reference="B7", dated=TODAY)),
        *(
            (f"asked for, {note}", HeldRequirement("Films", ASKED, 7, dated=TODAY, note=note))
            for note in (
                "not yet answered",
                "no answer yet",
                "North Side sends it",
                "notes come with it",
                "numbers follow",
                "by fax",
                "by phone",
                "nobody answers",
            )
        ),
        (
            "asked for, by fri",
            HeldRequirement("Films", ASKED, 7, dated=TODAY, decide_by=date(2027, 3, 5)),
        ),
        ("there, on a CD", HeldRequirement("Films", MET, 7, dated=TODAY, note="on a CD")),
        (
            "not needed: he was seen last week",
            HeldRequirement("Films", WAIVED, 7, dated=TODAY, note="he was seen last week"),
        ),
        ("not needed, young", HeldRequirement("Films", WAIVED, 7, dated=TODAY, note="young")),
    ],
)
def test_what_is_typed(text: str, meant: HeldRequirement) -> None:
    assert said(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "perhaps",
        "o a",
        "not needed",
        "there, until whenever",
        "asked for, decide by soonish",
        "asked, by 45 mar",
    ],
)
def test_what_says_nothing_is_answered_with_what_would(text: str) -> None:
    with pytest.raises(NotSaid) as refused:
        said(text)
    assert refused.value.sentence


@pytest.mark.parametrize(
    "kept",
    [
        HeldRequirement("Films", OPEN, 7),
        HeldRequirement("Films", ASKED, 7, "County", "4711", TODAY, None, date(2027, 3, 5), "CD"),
        HeldRequirement("Films", MET, 7, "", "", date(2026, 11, 3), date(2028, 2, 1)),
        HeldRequirement("Films", MET, 7, dated=TODAY, valid_until=date(2027, 12, 31)),
        HeldRequirement("Films", MET, 7, dated=TODAY, valid_until=date(2027, 2, 3)),
        HeldRequirement("Films", WAIVED, 7, dated=TODAY, note="young"),
    ],
    ids=lambda kept: kept.state.value,
)
@pytest.mark.parametrize("order", ["MDY", "DMY", "YMD"])
def test_what_is_shown_is_typed_again_as_it_stands(kept: HeldRequirement, order: str) -> None:
    use_clinic_habits(order)
    try:
        text = requirement_text(kept, TODAY)
        assert requirement_in_words(FILMS, text, TODAY, order) == kept
    finally:
        use_clinic_habits("YMD")
