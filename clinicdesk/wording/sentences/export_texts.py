"""What an export of everything says of itself: where it is, what is lost, its README.txt."""

import textwrap
from collections.abc import Iterator

from clinicdesk.services.exporting.exported import Exported
from clinicdesk.wording import say
from clinicdesk.wording.sentences.clinic_file import fault_text


def exported_lines(folder: str, exported: Exported) -> list[str]:
    """What was written, and a sentence for each file that lacks something."""
    done = say("export-all.done", {"count": len(exported.files), "path": folder})
    return [done, *unreadable(exported)]


def unreadable(exported: Exported) -> list[str]:
    """A sentence for each file that lacks something, or has to be corrected by hand."""
    return list(_unreadable(exported))


def readme(exported: Exported) -> str:
    """The text beside the files."""
    title = say("readme.title")
    lost = unreadable(exported)
    whole = [say("readme.whole")] if not lost else [say("readme.unreadable"), *lost]
    sections = [
        [title, "=" * len(title)],
        [say("readme.demo" if exported.demo else "readme.private")],
        [say("readme.clinic")],
        [say("readme.tables"), say("readme.values"), say("readme.formulas")],
        whole,
        [
            say("readme.rows", {"file": table.file, "count": table.rows})
            for table in exported.tables
        ],
    ]
    return "\n\n".join("\n".join(map(_wrapped, lines)) for lines in sections) + "\n"


def _unreadable(exported: Exported) -> Iterator[str]:
    for table in exported.tables:
        if table.lost or not table.exact:
            code = "export-all.lost" if table.exact else "export-all.lost-at-most"
            if not table.lost:
                code = "export-all.lost-unknown"
            yield say(code, {"file": table.file, "count": table.lost})
    for table_name in exported.missing:
        yield say("export-all.missing", {"file": f"{table_name}.csv"})
    if exported.unnamed:
        yield say("export-all.unnamed", {"count": exported.unnamed})
    if exported.clinic == ():
        yield say("export-all.no-clinic-file")
    for fault in exported.clinic or ():
        text = fault_text(fault.where, fault.code, fault.params)
        yield say("export-all.clinic-file-fault", {"fault": text})


def _wrapped(line: str) -> str:
    return textwrap.fill(line, 90, break_long_words=False)
