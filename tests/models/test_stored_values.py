"""What a row keeps as JSON: one text for one value, and the same value back."""

import json
from typing import Any

import pytest

from clinicdesk.models.stored_values import (
    HOLDS,
    PROFILE,
    REQUIREMENTS,
    RESOURCE_USES,
    SAME_RULES,
    STEP_RULES,
    TEXTS,
    Profile,
    Requirement,
    ResourceUse,
    SameRule,
    StepRule,
    Stored,
    json_text,
)
from clinicdesk.models.tables import Base

KEPT: list[tuple[Stored[Any], object, str]] = [
    (HOLDS, ((0, 10), (35, None)), "[[0,10],[35,null]]"),
    (
        RESOURCE_USES,
        (ResourceUse(7), ResourceUse(9, ((0, 5), (25, 30)), before=5, after=10)),
        (
            '[{"after":0,"before":0,"holds":[[0,null]],"resource":7},'
            '{"after":10,"before":5,"holds":[[0,5],[25,30]],"resource":9}]'
        ),
    ),
    (
        STEP_RULES,
        (StepRule(0, 1, 5, 30), StepRule(1, 2)),
        (
            '[{"first":0,"max_gap":30,"min_gap":5,"then":1},'
            '{"first":1,"max_gap":null,"min_gap":null,"then":2}]'
        ),
    ),
    (
        SAME_RULES,
        (SameRule((0, 2), "practitioner"),),
        '[{"kind":"practitioner","steps":[0,2]}]',
    ),
    (REQUIREMENTS, (Requirement("Films", 2),), '[{"lead_days":2,"text":"Films"}]'),
    (TEXTS, ("wheelchair", "Übersetzer"), '["wheelchair","Übersetzer"]'),
    (TEXTS, (), "[]"),
    (
        PROFILE,
        Profile("DC", ("en",), (), ("Traction",), takes_new_patients=True),
        (
            '{"conditions":[],"credentials":"DC","languages":["en"],"procedures":["Traction"],'
            '"takes_new_patients":true}'
        ),
    ),
    (PROFILE, None, "{}"),
]


@pytest.mark.parametrize(("stored", "value", "text"), KEPT)
def test_a_value_is_kept_as_one_text_and_read_back(
    stored: Stored[Any], value: object, text: str
) -> None:
    assert json_text(stored.plain(value)) == text
    assert stored.value(json.loads(text)) == value


def test_no_column_gives_out_a_list_or_a_dictionary() -> None:
    columns = [column for table in Base.metadata.tables.values() for column in table.columns]
    of_json = [c for c in columns if str(c.type) == "JSON"]
    assert [str(column) for column in of_json if not isinstance(column.type, Stored)] == []
    assert len(of_json) == 22
