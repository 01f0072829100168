"""What a command says to people of a demo clinic begins with saying so; JSON stays as it is."""

import argparse
from dataclasses import replace

from clinicdesk.cli.output import Answer
from clinicdesk.cli.workstation import named_path, own_clinic
from clinicdesk.models.stores.own_words import own_words
from clinicdesk.wording import say


def marked(answer: Answer, given: argparse.Namespace) -> Answer:
    """The answer of a command about a clinic; marked if that is a demo."""
    for_people = answer.text and not answer.as_json and answer.content is None
    if not for_people or "database" not in given:
        return answer
    path = own_clinic() if given.database is None else named_path(given.database)
    if not own_words(path).demo:
        return answer
    return replace(answer, text=f"{say('demo.mark')}: {say('demo.band')}\n{answer.text}")
