"""What the booking panel is made of and where it stands: head, patient, stages, foot."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.ui.booking.booked_view import BookedView
from clinicdesk.ui.booking.form.visit_form import VisitForm
from clinicdesk.ui.booking.hold_bar import HoldBar
from clinicdesk.ui.booking.keys.in_turn import InTurn
from clinicdesk.ui.booking.patient.coming_visits import ComingVisits
from clinicdesk.ui.booking.patient.new_patient import NewPatientForm
from clinicdesk.ui.booking.patient.patient_search import PatientSearch
from clinicdesk.ui.booking.stage_stack import StageStack
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.entry.reason_bar import ReasonBar
from clinicdesk.ui.kit.labels import button, clear_focus, column, fill, icon_button, label, line
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.people.identity import IdentityBar
from clinicdesk.ui.kit.tab_order import tab_as_it_reads
from clinicdesk.wording import say


class BookingView(QWidget):
    """Shows one stage at a time; what its buttons do is up to the panel."""

    close_wanted = Signal()
    another_patient_wanted = Signal()
    book_wanted = Signal()
    hold_wanted = Signal()

    def __init__(self, desk: Desk, keeper: ThemeKeeper) -> None:
        super().__init__()
        self.patient: PatientInfo | None = None
        """Whom the booking is for."""
        self.turn = InTurn(self)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = label(say("booking.title"), size="large", bold=True)
        self.close_button = icon_button(
            "\N{MULTIPLICATION SIGN}", say("booking.close"), self.close_wanted.emit
        )
        self.identity = IdentityBar(desk.privacy)
        self.coming = ComingVisits()
        self.change_patient = button(
            say("booking.change-patient"), self.another_patient_wanted.emit, part="link"
        )
        self.search = PatientSearch(desk, keeper, self.turn)
        self.new_patient = NewPatientForm(desk, self.turn)
        self.form = VisitForm(desk, keeper)
        self.hold_bar = HoldBar(desk)
        self.reason_bar = ReasonBar(say("reason-bar.book"))
        self.done = BookedView(desk, keeper)
        self.book_button = button(say("booking.book"), self.book_wanted.emit, part="primary")
        self.hold_button = button(say("booking.hold"), self.hold_wanted.emit)
        self.stages = StageStack((self.search, self.new_patient, self.form, self.done))
        self.foot = QFrame()
        self._arrange()

    def _arrange(self) -> None:
        head = QFrame()
        head.setProperty("part", "head")
        fill(head, line(self.title, None, self.change_patient, self.close_button), 16, 4, 10, 4)
        head.setMinimumHeight(46)
        self.foot.setProperty("part", "foot")
        buttons = line(self.book_button, self.hold_button)
        buttons.setStretch(0, 1)
        fill(self.foot, column(self.reason_bar, self.hold_bar, buttons, spacing=8), 16, 10, 16, 12)
        self.setLayout(column(head, self.identity, self.coming, self.stages, self.foot, spacing=0))

    @property
    def stage(self) -> QWidget:
        """The search, the new patient, the form or what is booked: whichever is shown."""
        return self.stages.stage

    @property
    def moves(self) -> bool:
        """Whether a booked visit is given another time, and nothing is booked."""
        return self.form.moving.number is not None

    def bring(self, stage: QWidget) -> None:
        """Show this stage, with the patient if one is known; another one has no focus yet."""
        if stage is not self.stage:
            clear_focus(self)
        self.stages.bring(stage)
        form = stage is self.form
        self.identity.setVisible(self.patient is not None)
        self.title.setText(say("moving.title" if self.moves else "booking.title"))
        self.book_button.setText(say(self._book_code))
        self.change_patient.setVisible(form and not self.moves)
        self.foot.setVisible(form)
        self.coming.setVisible(form and not self.moves and bool(self.coming.choices))

    def bring_option_into_view(self) -> None:
        """Scroll to the chosen option."""
        card = self.form.options.chosen_card
        if card is not None:
            self.stages.bring_into_view(card)

    def allow(self, *, book: bool, hold: bool) -> None:
        """Turn the foot's buttons on or off; while something is held its bar stands there alone."""
        held = self.hold_bar.visit is not None
        self.book_button.setEnabled(book)
        self.book_button.setText(say(self._book_code))
        self.hold_button.setEnabled(hold)
        self.book_button.setVisible(not held)
        self.hold_button.setVisible(not held and not self.moves)

    @property
    def _book_code(self) -> str:
        if self.moves:
            return "moving.move"
        return "booking.book-here" if self.form.request_form.here else "booking.book"

    def mark_writing(self, on: bool) -> None:
        """Say where it is written that something is being written."""
        for made, code in (
            (self.book_button, self._book_code),
            (self.hold_bar.book, "hold-bar.book"),
        ):
            made.setText(say("booking.being-written" if on else code))

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own name
        """Tab follows what stands here now."""
        tab_as_it_reads(self)
        return super().focusNextPrevChild(next)
