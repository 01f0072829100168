"""A visit's page as it is printed, and as the file that is kept of it. Any thread may ask."""

from dataclasses import dataclass
from functools import partial

from clinicdesk.services.context import Context
from clinicdesk.services.documents.itinerary_export import VisitPage, page_html, read_itinerary
from clinicdesk.services.numbers import visit_number
from clinicdesk.services.storage import Database
from clinicdesk.ui.documents.paper.html_pages import HtmlPages
from clinicdesk.ui.documents.paper.pages import pdf_of


@dataclass(frozen=True, kw_only=True)
class PrintedPage(HtmlPages):
    """The pages, of which visit they are, and as a web page."""

    of: VisitPage
    web_page: str


def read_page(
    context: Context, database: Database, visit: int, *, language: str = "", large: bool = False
) -> PrintedPage:
    """The visit's page as it is now. Raises NotFound and Refused as `read_itinerary`."""
    found = read_itinerary(context, database, visit, language=language, large=large)
    return PrintedPage(
        title=visit_number(visit),
        html=partial(page_html, found.page),
        sizes=found.sizes,
        foot=found.whose,
        letter=found.letter,
        of=found,
        web_page=page_html(found.page),
    )


def itinerary_pdf(
    context: Context, database: Database, visit: int, *, large: bool = False
) -> bytes:
    """The visit's page as a PDF file. Raises as `read_page`."""
    return pdf_of(read_page(context, database, visit, large=large))
