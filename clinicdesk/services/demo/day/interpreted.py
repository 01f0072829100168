"""Who interprets a step of the demo, or whether somebody who leads it speaks the language."""

from collections.abc import Mapping, Sequence

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.demo.day.free_time import FreeTime, GridStep
from clinicdesk.services.planning.problem.interpreting import Language, interpreters, speaks


class Interpreted:
    """The patients for whom somebody interprets, by number, and who can be with them."""

    def __init__(self, setup: ClinicSetup, languages: Mapping[int, Language]) -> None:
        self._languages = languages
        self._speakers = {
            language: frozenset(n for n in setup.resources if speaks(setup, n, language))
            for language in set(languages.values())
        }
        self._able = {
            language: tuple(candidate.resource for candidate in interpreters(setup, language))
            for language in set(languages.values())
        }

    def take(
        self, time: FreeTime, steps: Sequence[GridStep], patient: int
    ) -> tuple[GridStep, ...] | None:
        """The steps with whoever interprets them for the patient, whose time is taken.

        None, and nothing is taken, where one of them is neither spoken nor interpreted.
        """
        language = self._languages.get(patient)
        if language is None:
            return tuple(steps)
        found: list[GridStep] = []
        for step in steps:
            if all(step.resources[n] in self._speakers[language] for n in step.kind.leads):
                found.append(step)
                continue
            interpreted = time.take_interpreter(step, self._able[language])
            if interpreted is None:
                for taken in found:
                    time.give_interpreter_back(taken)
                return None
            found.append(interpreted)
        return tuple(found)
