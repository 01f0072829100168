"""For tests of the window and its words in Spanish."""

from collections.abc import Iterator

import pytest

from clinicdesk import wording


@pytest.fixture
def spanish() -> Iterator[None]:
    """This process speaks Spanish until the test is over."""
    wording.use_languages(["es"])
    yield
    wording.use_languages([])
