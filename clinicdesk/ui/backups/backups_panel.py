"""Backups at the window's side: which there are, what is in one, a new one, and a restore."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog

from clinicdesk.services.backups.backup_file import Backup
from clinicdesk.services.backups.folders import backup_folder, choose_folder
from clinicdesk.services.backups.in_background import (
    Looked,
    asker_of,
    look_into,
    make_backup_now,
    restore_backup,
)
from clinicdesk.services.backups.manifest import Manifest
from clinicdesk.services.backups.restoring import Restored
from clinicdesk.services.backups.standing import KeptBackups, read_kept
from clinicdesk.services.backups.taking_turns import journal_number
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.storage import DatabaseRefused
from clinicdesk.ui.backups.backups_view import BackupsView
from clinicdesk.ui.backups.texts import inside_text, last_text, made_text, restored_text
from clinicdesk.ui.backups.turn_keeper import note_if_died
from clinicdesk.ui.desk import Desk, Outcome, Refusal
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.file_dialogs import never_opening
from clinicdesk.ui.kit.why_not_done import why_not_done
from clinicdesk.ui.kit.window_work import Then, WindowWork
from clinicdesk.ui.kit.work_process import WorkAnswer, WorkDone
from clinicdesk.wording import say


class BackupsPanel(BackupsView):
    """Everything that takes long is done in another process: the window goes on meanwhile."""

    known = Signal(object)
    """How it stands with them, a `Standing`, whenever the list is read again."""

    def __init__(self, desk: Desk, work: WindowWork) -> None:
        super().__init__(desk)
        self._work = work
        self.looked: Looked | None = None
        """What was found in the chosen backup, once somebody has looked."""
        self._kept: Path | None = None
        """Where the last restore has put what stood there before; None where none can go back."""
        self._restored_at: int | None = None
        """The number of the journal's last entry when that was done, once it is known."""
        self._choosing = False
        """Whether another folder is being chosen."""
        self._restoring: Manifest | None = None
        """What is known of the backup that is being restored; None for a file that was kept."""
        self.dialog: QFileDialog | None = None
        self.now_wanted.connect(self.back_up)
        self.look_wanted.connect(self.look_inside)
        self.restore_wanted.connect(self.restore_looked)
        self.taking_back_wanted.connect(self.take_restore_back)
        self.folder_wanted.connect(self.ask_folder)
        self.chosen.connect(self._forget_inside)
        desk.changed.connect(self._follow)
        desk.trouble.connect(self._follow_trouble)
        desk.working.connect(self._mark_choosing)
        self._forget_inside()

    # ------------------------------------------------------------------ what is shown

    def showEvent(self, event: QShowEvent) -> None:
        """Others may have made some since it was shown last."""
        super().showEvent(event)
        if not (event.spontaneous() or self._work.busy):
            # What was said of something else, before it was closed.
            self.say_refused("")
        self.reload()

    def reload(self) -> None:
        """List the backups of the folder again."""
        read = partial(read_kept, self._desk.database, self._desk.setup.uid)
        self._desk.read((self, "list"), read, self._show_kept, self._cannot_list)

    def _show_kept(self, kept: KeptBackups) -> None:
        self.last.setText(last_text(self._desk, kept))
        self.show_backups(kept.listed, kept.standing.folder)
        self._update_taking_back(kept.number)
        self.known.emit(kept.standing)

    def _cannot_list(self, refusal: Refused | DatabaseRefused) -> None:
        # What is wrong with the file is said above the page already.
        if not self._desk.trouble_now:
            self._desk.could_not_read(say(refusal.code, refusal.params))

    def _update_taking_back(self, number: int) -> None:
        """The journal's last entry has that number by now."""
        if self._kept is not None and self._restored_at is None:
            # How far it went when that was restored is being read.
            return
        since = number - (self._restored_at or 0)
        if since < 0:
            # Another desk has restored something since: this desk's restore is over.
            self._kept = None
        self.show_taking_back(None if self._kept is None else since)

    def _follow(self, change: Changed) -> None:
        """Somebody has changed something: that would be taken back too."""
        if self._kept is not None and self.isVisible():
            self._update_taking_back(change.number)

    def _follow_trouble(self, sentence: str) -> None:
        """The file is well again, upgraded perhaps: what had to be done first is done."""
        if not sentence and self.isVisible():
            self.notice.say("")
            self.reload()

    def _forget_inside(self) -> None:
        self.looked = None
        self.show_inside("", restorable=False)

    def _tell(self, text: str, *, refused: bool) -> None:
        """In the panel, or where everything is said while it is closed."""
        (self.say_refused if refused else self.say_done)(text)
        if not self.isVisible():
            self._desk.refused.emit(text)

    # ------------------------------------------------------------------ why not

    def why_no_look(self) -> str | None:
        """Why no backup can be looked into now; None if one can."""
        if not self.isVisible():
            return say("backups.not-open")
        return say("backups.choose") if self.backup is None else self.why_busy()

    def why_no_restore(self) -> str | None:
        """Why nothing can be restored now."""
        if not self.isVisible():
            return say("backups.not-open")
        return say("backups.look-first") if self.looked is None else self.why_busy()

    def why_no_taking_back(self) -> str | None:
        """Why no restore can be taken back now."""
        if not self.isVisible():
            return say("backups.not-open")
        return say("backups.no-taking-back") if self._kept is None else self.why_busy()

    def why_busy(self) -> str | None:
        """Why nothing can begin now."""
        return self._work.why_busy()

    # ------------------------------------------------------------------ what is done

    def back_up(self) -> None:
        """Make a backup now."""
        path = self._desk.database.path
        asker = asker_of(self._desk.context)
        self._start("backup", self._backed_up, make_backup_now, asker, path)

    def look_inside(self) -> None:
        """Look into the chosen backup."""
        if self.backup is not None:
            path = self._desk.database.path
            self._start("look", self._looked_inside, look_into, self.backup, path)

    def restore_looked(self) -> None:
        """Restore the backup that was looked into."""
        if self.looked is not None:
            self._restore(self.looked.path, self.looked.inside.manifest)

    def take_restore_back(self) -> None:
        """Restore what the last restore has kept."""
        if self._kept is not None:
            self._restore(self._kept, None)

    def _restore(self, backup: Path, manifest: Manifest | None) -> None:
        if not self._work.busy:
            self._restoring = manifest
        asker = asker_of(self._desk.context)
        path = self._desk.database.path
        self._start("restore", self._restored, restore_backup, asker, backup, path)

    def _start(self, what: str, then: Then, function: object, *values: object) -> None:
        assert callable(function)
        if self._work.start(say(f"work.doing-{what}"), then, function, *values):
            # What is being done is said where all long work is.
            self.say_done("")
        else:
            self._tell(say("work.busy"), refused=True)

    def _backed_up(self, ended: WorkAnswer) -> None:
        if isinstance(ended, WorkDone):
            made: Backup = ended.result
            self._tell(
                say("backups.made", {"when": made_text(self._desk, made.manifest)}), refused=False
            )
        else:
            self._tell(why_not_done(ended), refused=True)
            if note_if_died(self._desk, ended, self.reload):
                return
        self.reload()

    def _looked_inside(self, ended: WorkAnswer) -> None:
        if not isinstance(ended, WorkDone):
            self._tell(why_not_done(ended), refused=True)
            self.reload()
            return
        looked: Looked = ended.result
        self.say_done("")
        if looked.path != self.backup:
            # Another one was chosen meanwhile.
            return
        restorable = not looked.lost.another_clinic
        self.looked = looked if restorable else None
        text = inside_text(self._desk, looked)
        self.show_inside(text, restorable=restorable)
        announce(self, text)

    def _restored(self, ended: WorkAnswer) -> None:
        if not isinstance(ended, WorkDone):
            self._tell(why_not_done(ended), refused=True)
            return
        restored: Restored = ended.result
        self._kept, self._restored_at = restored.kept, None
        # In an older clinic nobody changes anything before it is upgraded.
        self.show_taking_back(None if self._kept is None else 0)
        said = restored_text(self._desk, restored, self._restoring)
        self._tell(said, refused=restored.is_older)
        self._forget_inside()
        # What is being read just now may be of the file that stood there before.
        self._desk.when_settled(self._read_restored)

    def _read_restored(self) -> None:
        # Opened anew before anything is read of it.
        self._desk.catch_up()
        read = partial(journal_number, self._desk.database)
        self._desk.read((self, "restored"), read, self._note_restored, self._note_unread)
        self.reload()

    def _note_restored(self, number: int) -> None:
        self._restored_at = number

    def _note_unread(self, _refusal: Refused | DatabaseRefused) -> None:
        """An older clinic cannot be read before it is upgraded; all in it counts as changed."""
        self._restored_at = 0

    # ------------------------------------------------------------------ where they are kept

    def ask_folder(self) -> None:
        """Ask where backups are to be kept from now on."""
        clinic = self._desk.database.path
        self._desk.read((self, "folder"), partial(_nearest_folder, clinic), self._open_dialog)

    def _open_dialog(self, folder: Path) -> None:
        if self._work.busy:
            self._tell(say("work.busy"), refused=True)
            return
        dialog = never_opening(QFileDialog(self, say("backups.folder-title")))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setDirectory(str(folder))
        dialog.fileSelected.connect(lambda path: self.keep_in(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def keep_in(self, folder: Path) -> None:
        """Keep backups there from now on."""
        self._choosing = True
        self._desk.write(choose_folder, folder).then(self._hear_chosen, self._end_choosing)

    def _hear_chosen(self, outcome: Outcome[Changed]) -> None:
        self._end_choosing()
        self.say_refused(outcome.sentence if isinstance(outcome, Refusal) else "")
        self.reload()

    def _end_choosing(self) -> None:
        self._choosing = False

    def _mark_choosing(self, on: bool) -> None:
        if on and self._choosing:
            self.say_done(say("backups.being-written"))


def _nearest_folder(clinic: Path) -> Path:
    """Where that clinic's backups are kept, or where that folder would be."""
    folder = backup_folder(clinic)
    return folder if folder.is_dir() else folder.parent
