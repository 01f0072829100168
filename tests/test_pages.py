"""The pages for developers name files that are there, and fit on one screen where they say so."""

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
PAGES = ("ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "docs/packing.md")
PLACE = re.compile(r"`([a-z_]+(?:/[a-z_0-9]+)+(?:/|\.[a-z]+))`")
"""A folder or file in back quotes, from the checkout, from `clinicdesk/` or from the engine on."""


def named(page: str) -> set[str]:
    return set(PLACE.findall((CHECKOUT / page).read_text("utf-8")))


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_a_page_names_is_there(page: str) -> None:
    roots = (CHECKOUT, CHECKOUT / "clinicdesk", CHECKOUT / "clinicdesk" / "scheduling")
    lost = [name for name in named(page) if not any((root / name).exists() for root in roots)]
    assert lost == []


def test_names_are_found() -> None:
    assert {"services/codes.py", "ui/kit/requests.py", "wording/sentences/"} & named(
        "ARCHITECTURE.md"
    )
    assert "cli/lines.py" in named("CONTRIBUTING.md")


def test_the_map_of_the_house_is_short() -> None:
    assert len((CHECKOUT / "ARCHITECTURE.md").read_text("utf-8").splitlines()) <= 100
