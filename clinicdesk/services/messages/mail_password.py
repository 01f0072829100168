"""The password at the mail server: in this computer's key store, or in a variable; nowhere else."""

import os

from clinicdesk.services.clinic.clinic_setup import MailServer
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused

VARIABLE = "CLINICDESK_MAIL_PASSWORD"
"""Where there is no key store, as for a computer without anybody at it."""

_SERVICE = "ClinicDesk e-mail"


def read_password(server: MailServer) -> str:
    """The password of the clinic's name there; empty where nobody has typed one.

    It may wait for somebody who unlocks the key store: not in the window's thread.
    """
    if own := os.environ.get(VARIABLE):
        return own
    # It looks about for key stores, and most desks need none.
    import keyring

    try:
        return keyring.get_password(_name(server), server.user) or ""
    except Exception:  # noqa: BLE001 - what a system's own key store raises is written nowhere
        return ""


def keep_password(server: MailServer, password: str) -> None:
    """Keep the password for this computer's user; an empty one is forgotten.

    Raises Refused where the system has no key store, or does not open it.
    """
    import keyring
    from keyring.errors import PasswordDeleteError

    try:
        if password:
            keyring.set_password(_name(server), server.user, password)
        else:
            keyring.delete_password(_name(server), server.user)
    except PasswordDeleteError:
        # There was none.
        return
    except Exception:  # noqa: BLE001 - as above
        raise Refused(RefusalCode.MESSAGE_KEY_STORE_MISSING, variable=VARIABLE) from None


def _name(server: MailServer) -> str:
    """By server, as one computer may serve several clinics."""
    return f"{_SERVICE}: {server.server}"
