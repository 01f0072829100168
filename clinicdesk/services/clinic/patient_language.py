"""In which language and words a patient is written to."""

from collections.abc import Iterable
from pathlib import Path

from clinicdesk.exchange.language_files import (
    OWN_FOLDER,
    LanguageFileFaulty,
    patient_words,
    program_languages,
)
from clinicdesk.exchange.patient_words import Document, PatientWords
from clinicdesk.models.database import Database
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused
from clinicdesk.services.patient_info import PatientInfo


def words_for(
    database: Database,
    setup: ClinicSetup,
    patient: PatientInfo | None,
    document: Document,
    language: str = "",
) -> PatientWords:
    """The program's words in what the patient reads, else the clinic's first language, or English.

    Somebody may have asked for another `language` (a BCP 47 code), which then goes before these.
    One whose file lacks what the document takes does not count. Its `language` is also that in
    which to ask for the clinic's own texts. Raises Refused for a language's file that cannot be
    used.
    """
    reads = (patient.reads or patient.speaks) if patient else ""
    asked = [code for code in (language, reads, *setup.languages[:1]) if code]
    try:
        return patient_words(asked, own_languages(database), document)
    except LanguageFileFaulty as faulty:
        raise _refused(faulty) from None


def refuse_faulty_languages(database: Database, languages: Iterable[str]) -> None:
    """Raise Refused for the first of these whose file cannot be used; none is needed."""
    for language in languages:
        try:
            patient_words([language], own_languages(database))
        except LanguageFileFaulty as faulty:
            raise _refused(faulty) from None


def languages_there(database: Database, document: Document) -> tuple[str, ...]:
    """The codes of all languages that it can be written in: the program's and the clinic's own.

    Those with a faulty file too: whoever asks for one is told what is wrong.
    """
    own = own_languages(database)
    found = {path.stem for folder in (program_languages(), own) for path in folder.glob("*.toml")}
    return tuple(code for code in sorted(found) if _is_there(code, own, document))


def _is_there(code: str, own: Path, document: Document) -> bool:
    try:
        return patient_words([code], own, document).language == code
    except LanguageFileFaulty:
        return True


def own_languages(database: Database) -> Path:
    """The folder in which a clinic keeps languages of its own; it need not be there."""
    return database.path.parent / OWN_FOLDER


def _refused(faulty: LanguageFileFaulty) -> Refused:
    if not faulty.wrong:
        return Refused(RefusalCode.LANGUAGE_UNREADABLE, path=str(faulty.path))
    return Refused(RefusalCode.LANGUAGE_LACKS, path=str(faulty.path), key=faulty.wrong)
