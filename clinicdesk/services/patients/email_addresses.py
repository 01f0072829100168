"""What can be an e-mail address: no mail program sends to anything else."""

import re

_ADDRESS = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+")


def is_email(text: str) -> bool:
    """Whether something stands before and after its one `@`; whose mailbox it is nobody knows."""
    return _ADDRESS.fullmatch(text.strip()) is not None
