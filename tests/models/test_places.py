"""Where a clinic is only read: on a share, or in a folder that is copied to other computers."""

from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from sqlalchemy import text

from clinicdesk.models.database import Database, DatabaseRefused, open_database
from clinicdesk.models.making import creating_database
from clinicdesk.models.stores import places
from clinicdesk.models.stores.places import Mount, mounts, share_of, synced_by
from tests.services.sentences import sentence_of

LINUX = (
    Mount("/", "ext4"),
    Mount("/home", "nfs4"),
    Mount("/home/anna", "ext4"),
    Mount("/mnt/clinic", "cifs"),
    Mount("/mnt/clinic/cache", "tmpfs"),
    Mount("/media/stick", "fuseblk"),
    Mount("/run/user/1000/gvfs", "fuse.gvfsd-fuse"),
    Mount("/srv/auto", "autofs"),
    Mount("/srv/auto", "nfs"),
    Mount("/srv/web", "fuse.davfs2"),
    Mount("/srv/ssh", "fuse.sshfs"),
    Mount("/mnt/c", "9p"),
)
MACOS = (Mount("/", "apfs"), Mount("/Volumes/Office", "smbfs"), Mount("/Volumes/Old", "afpfs"))
WINDOWS = (Mount("C:\\", "NTFS", "rw,fixed"), Mount("H:\\", "NTFS", "rw,remote"))


@pytest.mark.parametrize(
    ("mounted", "path", "share"),
    [
        (LINUX, "/var/clinic.db", None),
        (LINUX, "/home/bob/clinic.db", "nfs4"),
        (LINUX, "/home/anna/clinic.db", None),
        (LINUX, "/homely/clinic.db", None),
        (LINUX, "/mnt/clinic/clinic.db", "cifs"),
        (LINUX, "/mnt/clinic/cache/clinic.db", None),
        (LINUX, "/media/stick/clinic.db", None),
        (LINUX, "/run/user/1000/gvfs/smb-share/clinic.db", "fuse.gvfsd-fuse"),
        (LINUX, "/srv/auto/clinic.db", "nfs"),
        (LINUX, "/srv/web/clinic.db", "fuse.davfs2"),
        (LINUX, "/srv/ssh/clinic.db", "fuse.sshfs"),
        (LINUX, "/mnt/c/Users/anna/clinic.db", "9p"),
        (MACOS, "/Users/anna/clinic.db", None),
        (MACOS, "/Volumes/Office/clinic.db", "smbfs"),
        (MACOS, "/Volumes/Old/a/clinic.db", "afpfs"),
        (WINDOWS, "C:\\Users\\anna\\clinic.db", None),
        (WINDOWS, "h:\\clinic.db", "NTFS"),
        (WINDOWS, "\\\\office\\clinic\\clinic.db", "UNC"),
        ((), "/var/clinic.db", None),
    ],
)
def test_the_longest_mount_point_tells_a_share(
    mounted: tuple[Mount, ...], path: str, share: str | None
) -> None:
    assert share_of(path, mounted) == share


def test_this_computers_own_disk_is_no_share(tmp_path: Path) -> None:
    assert mounts()
    asked = psutil.disk_partitions(all=True)
    assert mounts() == tuple(Mount(each.mountpoint, each.fstype, each.opts) for each in asked)
    assert share_of(str(tmp_path / "clinic.db"), mounts()) is None


@pytest.mark.parametrize(
    ("path", "program"),
    [
        ("/home/anna/clinic/clinic.db", None),
        ("/home/anna/Dropbox/clinic.db", "Dropbox"),
        ("/home/anna/Dropbox (Clinic)/a/b/clinic.db", "Dropbox"),
        ("/home/anna/Dropboxes/clinic.db", None),
        ("/home/anna/OneDrive/clinic.db", "OneDrive"),
        ("/home/anna/OneDrive - Harbor Spine/clinic.db", "OneDrive"),
        ("/home/anna/Google Drive/clinic.db", "Google Drive"),
        ("/volumes/My Drive/clinic.db", "Google Drive"),
        ("/home/anna/Nextcloud/clinic.db", "Nextcloud"),
        ("/home/anna/ownCloud/clinic.db", "ownCloud"),
        ("/home/anna/pCloudDrive/clinic.db", "pCloud"),
        ("/home/anna/MEGAsync/clinic.db", "MEGA"),
        ("/home/anna/MEGA/clinic.db", "MEGA"),
        ("/home/anna/Box/clinic.db", "Box"),
        ("/home/anna/Box Sync/clinic.db", "Box"),
        ("/srv/Box/clinic.db", None),
        ("/Users/a/Library/Mobile Documents/com~apple~CloudDocs/clinic.db", "iCloud Drive"),
        ("/Users/a/Library/CloudStorage/OneDrive-Harbor/clinic.db", "OneDrive"),
        ("/Users/a/Library/CloudStorage/ProtonDrive-a/clinic.db", "ProtonDrive"),
    ],
)
def test_a_folder_that_syncs_is_known_by_its_name(path: str, program: str | None) -> None:
    assert synced_by(Path(path), Path("/home/anna")) == program


@pytest.mark.parametrize(
    ("mark", "program"),
    [
        (".stfolder", "Syncthing"),
        (".dropbox.cache", "Dropbox"),
        (".sync/ID", "Resilio Sync"),
        ("._sync_0f2a.db", "Nextcloud"),
        (".sync_0f2a.db", "Nextcloud"),
        (".sync_notes", None),
    ],
)
def test_a_folder_that_syncs_is_known_by_what_the_program_leaves_in_it(
    tmp_path: Path, mark: str, program: str | None
) -> None:
    left = tmp_path / "shared" / mark
    left.parent.mkdir(parents=True)
    left.write_bytes(b"")
    assert synced_by(tmp_path / "shared" / "a" / "clinic.db", tmp_path) == program


@pytest.fixture
def synced(tmp_path: Path, make_clinic: Callable[..., Database]) -> Path:
    """A clinic that somebody moved into a folder that is copied to other computers."""
    database = make_clinic()
    database.close()
    (tmp_path / "Dropbox").mkdir()
    return database.path.rename(tmp_path / "Dropbox" / "clinic.db")


@pytest.fixture
def shared(
    tmp_path: Path, make_clinic: Callable[..., Database], monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A clinic on a disk that this computer takes for a share."""
    database = make_clinic()
    database.close()
    monkeypatch.setattr(places, "mounts", lambda: (Mount(str(tmp_path), "cifs"),))
    return database.path


@pytest.mark.parametrize(
    ("place", "code"), [("synced", "database.synced-folder"), ("shared", "database.network-share")]
)
def test_there_a_clinic_is_read_and_never_written(
    request: pytest.FixtureRequest, place: str, code: str
) -> None:
    path: Path = request.getfixturevalue(place)
    before = path.read_bytes()
    database = open_database(path)
    with database.reading() as session:
        assert session.scalar(text("SELECT name FROM clinic")) == "Harbor Spine Practice"
    for begin in (database.writing, database.exclusively):
        with pytest.raises(DatabaseRefused) as refused, begin():
            pytest.fail("began")
        assert refused.value.code == code
        assert sentence_of(refused.value)
    database.close()
    assert (path.read_bytes(), list(path.parent.iterdir())) == (before, [path])


def test_there_no_clinic_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    with pytest.raises(DatabaseRefused) as refused, creating_database(folder / "clinic.db"):
        pytest.fail("began")
    assert refused.value.code == "database.synced-folder-for-new"
    assert "none is put there" in sentence_of(refused.value)
    assert list(folder.iterdir()) == []


def test_on_a_share_none_is_made_either(tmp_path: Path, shared: Path) -> None:
    new = tmp_path / "new.db"
    with pytest.raises(DatabaseRefused) as refused, creating_database(new):
        pytest.fail("began")
    assert refused.value.code == "database.network-share-for-new"
    assert "none is put there" in sentence_of(refused.value)
    assert shared.exists() and not new.exists()


def test_a_link_into_such_a_folder_is_seen_through(tmp_path: Path, synced: Path) -> None:
    link = tmp_path / "clinic.db"
    link.symlink_to(synced)
    database = open_database(link)
    assert database.read_only is not None
    assert database.read_only.code == "database.synced-folder"
    database.close()
