"""What running a line of the command line gives, and what every failure has in common."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
SMALL = CHECKOUT / "resources" / "clinics" / "small.toml"

NOW = "2026-11-23T07:00"
"""A Monday morning, before the small clinic opens."""


@dataclass(frozen=True)
class Ran:
    """Exit status, and what was written to stdout and stderr."""

    status: int
    out: bytes
    err: bytes

    @property
    def json(self) -> Any:
        """The one JSON object on stdout; the line must have gone well."""
        assert (self.status, self.err) == (0, b"")
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The one sentence of a line that failed; it must have written nothing else."""
        text = self.err.decode("utf-8")
        assert text.startswith("clinicdesk: ")
        assert text.endswith("\n")
        assert text.count("\n") == 1
        assert text.strip("\n").isprintable()
        assert "Traceback" not in text
        assert "cannot go on" not in text
        assert "no words for this" not in text
        assert self.status in (1, 2)
        assert self.out == b""
        return text.removeprefix("clinicdesk: ").rstrip("\n")
