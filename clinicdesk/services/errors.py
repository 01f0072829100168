"""What a desk may be refused, as codes with parameters; `wording` has the sentences."""

from collections.abc import Mapping
from enum import StrEnum

from clinicdesk.services.codes import RuleCode


class Refused(Exception):
    """A known fault: nothing was written. `code` and `params` say what, where and why."""

    def __init__(self, code: StrEnum | RuleCode, **params: object) -> None:
        super().__init__(code, params)
        self.code: str = code
        self.params: Mapping[str, object] = params


class SlotTaken(Refused):
    """Somebody was faster: a resource or the patient is busy in the wanted minutes."""


class RulesBroken(Refused):
    """Soft rules would be broken; a role that may override them can, with a reason.

    `rules` are those, each once.
    """

    def __init__(self, code: StrEnum, rules: tuple[StrEnum, ...], **params: object) -> None:
        super().__init__(code, **params)
        self.rules = rules


class NotFound(Refused):
    """A number or a name that this clinic does not know."""
