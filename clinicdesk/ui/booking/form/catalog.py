"""What the clinic offers, found by the beginnings of words: templates first, then single steps."""

from clinicdesk.services.clinic.clinic_setup import ClinicSetup, TemplateInfo, VisitTypeInfo
from clinicdesk.services.patients.records import name_key
from clinicdesk.ui.booking.request.request_form import RequestForm
from clinicdesk.ui.kit.entry.pick_list import Row, Weight
from clinicdesk.ui.kit.look.colors import specialty_color
from clinicdesk.ui.kit.requests import WantedVisit
from clinicdesk.wording import say

CatalogEntry = tuple[str, int]
"""`("template", number)`, `("type", number)`, or a place and the number of a type had there."""


def catalog_rows(setup: ClinicSetup, text: str, *, templates_only: bool = False) -> list[Row]:
    """Rows for what matches; everything for no text."""
    rows = [
        _template_row(setup, template)
        for template in setup.templates.values()
        if matches(template.name, text)
    ]
    if not templates_only:
        rows += [
            _type_row(setup, kind, place)
            for kind in sorted(setup.visit_types.values(), key=lambda kind: kind.name.casefold())
            for place in ("", *kind.elsewhere)
            if kind.offered and matches(f"{kind.name} {place_text(place)}".strip(), text)
        ]
    return rows


def matches(name: str, text: str) -> bool:
    """Whether each typed word begins a word of the name, or all of it its words' first letters."""
    words = [name_key(word) for word in name.replace("-", " ").split()]
    typed = [key for key in (name_key(word) for word in text.replace("-", " ").split()) if key]
    if all(any(word.startswith(key) for word in words) for key in typed):
        return True
    initials = "".join(word[:1] for word in words)
    return len(typed) == 1 and len(typed[0]) > 1 and initials.startswith(typed[0])


def with_entry(setup: ClinicSetup, request_form: RequestForm, entry: CatalogEntry) -> RequestForm:
    """The form with this template's steps, or this step, added."""
    kind, number = entry
    if kind == "template":
        return request_form.with_template(setup.templates[number])
    return request_form.with_type(setup.visit_types[number], "" if kind == "type" else kind)


def place_text(place: str) -> str:
    """Where a step is had that is not at its usual place; empty for the usual one."""
    return say(f"steps.at-{place.replace(' ', '-')}") if place else ""


def wanted_form(setup: ClinicSetup, wanted: WantedVisit) -> RequestForm:
    """The form of a booking that begins with that; what is not there any more is left out."""
    request_form = RequestForm(practitioner=wanted.practitioner, first=wanted.first)
    template = setup.templates.get(wanted.template or 0)
    kind = setup.visit_types.get(wanted.visit_type or 0)
    if template is not None:
        return request_form.with_template(template)
    return request_form.with_type(kind) if kind is not None and kind.offered else request_form


def _template_row(setup: ClinicSetup, template: TemplateInfo) -> Row:
    names = [setup.visit_types[step.visit_type].name for step in template.steps]
    minutes = sum(step.minutes for step in template.steps)
    return Row(
        ("template", template.id),
        ((template.name, Weight.STRONG),),
        say("steps.size", {"count": len(names), "minutes": minutes}),
        ((" \N{RIGHTWARDS ARROW} ".join(names), Weight.MUTED),),
    )


def _type_row(setup: ClinicSetup, kind: VisitTypeInfo, place: str) -> Row:
    name = ((kind.name, Weight.PLAIN),)
    return Row(
        (place or "type", kind.id),
        (*name, (f"  {place_text(place)}", Weight.MUTED)) if place else name,
        say("steps.minutes", {"count": kind.minutes}),
        color=specialty_color(setup, kind.specialty) or "",
    )
