"""Why a clinic's file cannot be used, as an exception."""

from collections.abc import Mapping

from clinicdesk.models.codes import DatabaseCode


class DatabaseRefused(Exception):
    """The file cannot be used; nothing was changed. `code` and `params` say why."""

    def __init__(self, code: DatabaseCode, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params: Mapping[str, object] = params
