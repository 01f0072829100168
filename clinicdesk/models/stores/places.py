"""Whether a clinic's file lies where it must only be read: on a share, or in a folder that syncs.

SQLite keeps its promises where the system keeps its own about locks and order of writes: on this
computer's own disk. A share may do neither, and a program that copies a folder to other computers
takes the file and its journal apart.
"""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stores.paths import path_exists


@dataclass(frozen=True)
class Mount:
    """A place where a file system is mounted, as the system names its kind."""

    point: str
    kind: str
    options: str = ""
    """Windows says "remote" here for the drive of a share."""


_SHARES = re.compile(
    r"(fuse\.)?("
    r"nfs\d?|cifs|smbfs|smb3?|afpfs|afs|ncpfs|9p|drvfs|webdav|davfs2?|sshfs|gvfsd-fuse|rclone"
    r"|s3fs|curlftpfs|ftpfs|glusterfs|ceph(-fuse)?|lustre|beegfs|vboxsf|prl_fs|vmhgfs(-fuse)?"
    r")"
)
"""Kinds of file systems whose files lie on another computer, or with the host of this one."""

_SYNCED = {
    "Dropbox": re.compile(r"dropbox( \(.+\))?"),
    "OneDrive": re.compile(r"onedrive( ?-.+)?"),
    "Google Drive": re.compile(r"google ?drive(-.+)?|my drive"),
    "iCloud Drive": re.compile(r"mobile documents|iclouddrive"),
    "Nextcloud": re.compile(r"nextcloud\d?"),
    "ownCloud": re.compile(r"owncloud\d?"),
    "Box": re.compile(r"box sync|box-box"),
    "pCloud": re.compile(r"pcloud ?drive|pcloud ?sync"),
    "MEGA": re.compile(r"megasync|mega uploads"),
}
"""What a folder is called, in small letters, that such a program keeps: at any depth."""

_SYNCED_AT_HOME = {"box": "Box", "mega": "MEGA"}
"""Names that mean that only directly in a user's own folder."""

_MARKS = {
    "Syncthing": (".stfolder",),
    "Dropbox": (".dropbox.cache",),
    "Resilio Sync": (".sync/ID",),
}
"""What such a program leaves in the folder that it keeps."""

_SYNC_DATABASE = re.compile(r"\._?sync_[0-9a-f]+\.db")
"""The same of Nextcloud and ownCloud, whatever the folder is called."""

_MACOS_FILE_PROVIDERS = "cloudstorage"
"""In a user's Library: every folder in it is one that syncs."""


_KERNELS_LIST = Path("/proc/self/mounts")


def mounts() -> tuple[Mount, ...]:
    """The file systems of this computer; none where they cannot be asked."""
    if _KERNELS_LIST.exists():
        return _mounts_of_kernel()
    import psutil

    try:
        found = psutil.disk_partitions(all=True)
    except (OSError, RuntimeError):
        return ()
    return tuple(Mount(each.mountpoint, each.fstype, each.opts) for each in found)


_ESCAPED = re.compile(r"\\([0-7]{3})")


def _mounts_of_kernel() -> tuple[Mount, ...]:
    """As Linux lists them: psutil reads the same, but takes long to be loaded.

    Spaces and the like stand there as a backslash and three octal digits.
    """
    try:
        lines = _KERNELS_LIST.read_bytes().split(b"\n")
    except OSError:
        return ()
    found = [os.fsdecode(line).split(" ")[1:4] for line in lines if line.count(b" ") >= 3]
    return tuple(
        Mount(_ESCAPED.sub(lambda digits: chr(int(digits[1], 8)), point), kind, options)
        for point, kind, options in found
    )


def share_of(path: str, mounted: Iterable[Mount]) -> str | None:
    r"""The kind of share that holds an absolute path, links resolved; None if none does.

    The longest mount point that leads there counts, of several at one place the last. A path
    that begins with `\\` is a share whatever is mounted.
    """
    if path.startswith(("\\\\", "//")):
        return "UNC"
    holds = [each for each in mounted if _leads(each.point, path)]
    if not holds:
        return None
    longest = max(len(each.point) for each in holds)
    mount = [each for each in holds if len(each.point) == longest][-1]
    if "remote" in mount.options.split(","):
        return mount.kind or "network drive"
    return mount.kind if _SHARES.fullmatch(mount.kind.lower()) else None


def _leads(point: str, path: str) -> bool:
    if re.match(r"[A-Za-z]:", point):
        point, path = point.lower(), path.lower()
    stem = point.rstrip("/\\")
    return path == stem or path.startswith((f"{stem}/", f"{stem}\\"))


def synced_by(path: Path, home: Path) -> str | None:
    """The program that copies the folder of an absolute path to other computers; None if none."""
    found = (_named_by(folder, home) or _marked_by(folder) for folder in path.parents)
    return next(filter(None, found), None)


def _named_by(folder: Path, home: Path) -> str | None:
    name = folder.name.casefold()
    if folder.parent == home and name in _SYNCED_AT_HOME:
        return _SYNCED_AT_HOME[name]
    if folder.parent.name.casefold() == _MACOS_FILE_PROVIDERS:
        return folder.name.partition("-")[0]
    programs = (program for program, names in _SYNCED.items() if names.fullmatch(name))
    return next(programs, None)


def _marked_by(folder: Path) -> str | None:
    for program, marks in _MARKS.items():
        if any(os.path.lexists(folder / mark) for mark in marks):
            return program
    try:
        kept = any(_SYNC_DATABASE.fullmatch(each.name) for each in folder.iterdir())
    except OSError:
        return None
    return "Nextcloud" if kept else None


def why_only_read(path: Path) -> DatabaseRefused | None:
    """Why a clinic at `path` must not be written to, wherever a link leads; None if it may."""
    real = Path(os.path.realpath(path))
    kind = share_of(str(real), mounts())
    if kind is not None:
        return DatabaseRefused(DatabaseCode.NETWORK_SHARE, path=str(path), share=kind)
    try:
        home = Path.home()
    except RuntimeError:
        home = Path("/")
    for place in (path.absolute(), real):
        program = synced_by(place, home)
        if program is not None:
            return DatabaseRefused(DatabaseCode.SYNCED_FOLDER, path=str(path), program=program)
    return None


_FOR_NEW: Mapping[str, DatabaseCode] = {
    DatabaseCode.NETWORK_SHARE: DatabaseCode.NETWORK_SHARE_FOR_NEW,
    DatabaseCode.SYNCED_FOLDER: DatabaseCode.SYNCED_FOLDER_FOR_NEW,
}
"""What the same is called where there is no clinic yet, which could be read."""


def refuse_unsafe_place(path: Path) -> None:
    """Raise DatabaseRefused for a path at which no clinic must be made or restored."""
    refused = why_only_read(path)
    if refused is not None and not path_exists(path):
        raise DatabaseRefused(_FOR_NEW[refused.code], **refused.params)
    if refused is not None:
        raise refused
