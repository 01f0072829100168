"""Writes an answer out: text or JSON on stdout, sentences on stderr, in UTF-8 everywhere."""

import contextlib
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

from clinicdesk.wording import say


@dataclass(frozen=True)
class Answer:
    """What a command answers.

    `data` for other programs where `as_json`, `text` for people, or a file's `content` as it is.
    `complaints` are what went wrong, a sentence each, with the exit status 1 or 2.
    """

    data: Mapping[str, object] | None = None
    text: str = ""
    content: bytes | None = None
    as_json: bool = False
    complaints: tuple[str, ...] = ()
    status: int = 0

    def as_bytes(self) -> bytes:
        """What goes to stdout."""
        if self.content is not None:
            return self.content
        if self.as_json and self.data is not None:
            # ASCII alone is read the same in every locale.
            return json.dumps(self.data).encode("ascii") + b"\n"
        return self.text.encode("utf-8", "replace")


def deliver(answer: Answer) -> int:
    """Write the answer and return the exit status; a reader that has gone away is no fault."""
    status, complaints = answer.status, answer.complaints
    try:
        _write(sys.stdout, answer.as_bytes())
    except BrokenPipeError:
        _silence(sys.stdout)
    except (OSError, ValueError):
        _silence(sys.stdout)
        status, complaints = 1, (*complaints, say("command.unwritten"))
    # Where stderr cannot be written either, the exit status has to be enough.
    with contextlib.suppress(OSError, ValueError):
        for sentence in complaints:
            _write(sys.stderr, f"clinicdesk: {sentence}\n".encode("utf-8", "replace"))
    return status


def _write(stream: TextIO | None, content: bytes) -> None:
    """Bytes past the stream's own encoding and line ends. A stream that is closed is None."""
    if stream is None or not content:
        return
    stream.flush()
    stream.buffer.write(content)
    stream.buffer.flush()


def _silence(stream: TextIO) -> None:
    """Python writes what is left in a stream once more at its end: let that go nowhere."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
