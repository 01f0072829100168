"""What has one row of words each has it: statuses, rules."""

from clinicdesk.models.statuses import Status
from clinicdesk.wording.sentences.statuses import STATUSES


def test_every_status_has_its_words_and_a_button_if_it_is_given_by_one() -> None:
    assert list(STATUSES) == list(Status), "wording/sentences/statuses.py: a row a status"
    with_button = [status for status, words in STATUSES.items() if words.button is not None]
    assert with_button == [status for status in Status if status.traits.next_after]
