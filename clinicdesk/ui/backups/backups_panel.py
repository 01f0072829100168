"""Backups at the window's side: which there are, what is in one, a new one, and a restore."""

import contextlib
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog

from clinicdesk.services.backups.backup_file import Backup, list_backups
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
from clinicdesk.services.backups.taking_turns import journal_number, last_backup
from clinicdesk.services.storage import REFUSALS
from clinicdesk.ui.backups.backups_view import BackupsView
from clinicdesk.ui.backups.texts import inside_text, last_text, made_text, restored_text
from clinicdesk.ui.backups.turn_keeper import note_if_died
from clinicdesk.ui.desk import Desk, Done
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.window_work import Then, WindowWork, why_not_done
from clinicdesk.ui.kit.work_process import WorkAnswer, WorkDone
from clinicdesk.wording import say


class BackupsPanel(BackupsView):
    """Everything that takes long is done in another process: the window goes on meanwhile."""

    known = Signal(object)
    """How the last backup went, a `LastBackup`, whenever the list is read again."""

    def __init__(self, desk: Desk, work: WindowWork) -> None:
        super().__init__(desk)
        self._work = work
        self.looked: Looked | None = None
        """What was found in the chosen backup, once somebody has looked."""
        self._kept: Path | None = None
        """Where the last restore has put what stood there before; None where none can go back."""
        self._restored_at = 0
        """The number of the journal's last entry when that was done."""
        self._restoring: Manifest | None = None
        """What is known of the backup that is being restored; None for a file that was kept."""
        self.dialog: QFileDialog | None = None
        self.now_wanted.connect(self.back_up)
        self.look_wanted.connect(self.look_inside)
        self.restore_wanted.connect(self.restore_looked)
        self.taking_back_wanted.connect(self.take_restore_back)
        self.folder_wanted.connect(self.ask_folder)
        self.chosen.connect(self._forget_inside)
        desk.changed.connect(lambda _changed: self._follow())
        desk.trouble.connect(self._follow_trouble)
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
        path = self._desk.database.path
        try:
            last = last_backup(self._desk.database)
            folder = backup_folder(path)
            backups = list_backups(folder, self._desk.availability.setup().uid)
            self.last.setText(last_text(self._desk, last, next(iter(backups), None)))
            self.show_backups(backups, folder)
            self._update_taking_back()
        except REFUSALS as refusal:
            # What is wrong with the file is said above the page already.
            if not self._desk.trouble_now:
                self._desk.could_not_read(say(refusal.code, refusal.params))
            return
        self.known.emit(last)

    def _update_taking_back(self) -> None:
        """Raises DatabaseRefused."""
        since = journal_number(self._desk.database) - self._restored_at
        if since < 0:
            # Another desk has restored something since: this desk's restore is over.
            self._kept = None
        self.show_taking_back(None if self._kept is None else since)

    def _follow(self) -> None:
        """Somebody has changed something: that would be taken back too."""
        if self._kept is not None and self.isVisible():
            with contextlib.suppress(*REFUSALS):
                self._update_taking_back()

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
            note_if_died(self._desk, ended)
            self._tell(why_not_done(ended), refused=True)
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
        # Opened anew before anything is read of it.
        self._desk.catch_up()
        self._kept = restored.kept
        # In an older clinic nobody changes anything before it is upgraded.
        self.show_taking_back(None if self._kept is None else 0)
        with contextlib.suppress(*REFUSALS):
            self._restored_at = journal_number(self._desk.database)
        said = restored_text(self._desk, restored, self._restoring)
        self._tell(said, refused=restored.is_older)
        self._forget_inside()
        self.reload()

    # ------------------------------------------------------------------ where they are kept

    def ask_folder(self) -> None:
        """Ask where backups are to be kept from now on."""
        if self._work.busy:
            self._tell(say("work.busy"), refused=True)
            return
        dialog = QFileDialog(self, say("backups.folder-title"))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        folder = backup_folder(self._desk.database.path)
        dialog.setDirectory(str(folder if folder.is_dir() else folder.parent))
        dialog.fileSelected.connect(lambda path: self.keep_in(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def keep_in(self, folder: Path) -> None:
        """Keep backups there from now on."""
        outcome = self._desk.attempt(choose_folder, folder)
        self.say_refused("" if isinstance(outcome, Done) else outcome.sentence)
        self.reload()
