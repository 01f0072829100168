"""The line that says what must be there before the visit, while it is booked."""

from datetime import date, timedelta

import pytest
from PySide6.QtGui import Qt

from clinicdesk.services.planning.options import StillOpen
from clinicdesk.ui.booking.options.missing_bar import MissingBar

TODAY = date(2027, 3, 1)


@pytest.mark.usefixtures("qapp")
def test_of_many_those_are_named_that_keep_most_days_away() -> None:
    bar = MissingBar()
    later = [StillOpen(f"Form {n}", TODAY + timedelta(days=n)) for n in range(1, 6)]
    bar.show_open([StillOpen("<b>Referral</b>", None), *later], TODAY)
    assert bar.said.text() == (
        "“Form 5” is still open: from Sat 6 Mar on it can be there."
        " “Form 4” is still open: from Fri 5 Mar on it can be there."
        " “Form 3” is still open: from Thu 4 Mar on it can be there."
        " 3 more are still open."
    )
    assert bar.keeping_away == ("Form 1", "Form 2", "Form 3", "Form 4", "Form 5")
    assert not Qt.mightBeRichText(bar.said.toolTip())
    assert bar.said.toolTip().count("\n") == 5
    bar.show_open([StillOpen("Referral", None)], TODAY)
    assert (bar.said.text(), bar.said.toolTip()) == ("“Referral” is still open.", "")
