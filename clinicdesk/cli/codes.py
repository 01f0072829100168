"""Why a line was not carried out, as codes of the command line's own."""

from enum import StrEnum


class CommandCode(StrEnum):
    """Why a command was refused."""

    BOOK_ALWAYS_SLOWER = "book.always-slower"
    BOOK_NOTHING_OFFERED = "book.nothing-offered"
    BOOK_RANK_BEYOND = "book.rank-beyond"
    CLINIC_FILE_ABSENT = "clinic-file.absent"
    CLINIC_FILE_NO_FILE = "clinic-file.no-file"
    CLINIC_FILE_UNREADABLE = "clinic-file.unreadable"
    DATABASE_SERVER = "database.server"
    DAY_NOT_A_PRACTITIONER = "day.not-a-practitioner"
    LINE_DATE_OUT_OF_RANGE = "line.date-out-of-range"
    LINE_EMPTY = "line.empty"
    LINE_INPUT_MISSING = "line.input-missing"
    LINE_INPUT_TOO_LONG = "line.input-too-long"
    LINE_NOT_A_DATE = "line.not-a-date"
    LINE_NO_FOLDER = "line.no-folder"
    LINE_NOT_A_FORM = "line.not-a-form"
    LINE_NOT_A_NUMBER = "line.not-a-number"
    LINE_INPUT_NOT_UTF_8 = "line.input-not-utf-8"
    LINE_NOT_ICS = "line.not-ics"
    LINE_NOT_UTF_8 = "line.not-utf-8"
    LINE_OUT_OF_RANGE = "line.out-of-range"
    LINE_PATH_TOO_LONG = "line.path-too-long"
    LINE_TWICE = "line.twice"
    LINE_UNKNOWN_COMMAND = "line.unknown-command"
    LINE_WRONG = "line.wrong"
    WINDOW_NO_LIBRARY = "window.no-library"
    WINDOW_NO_SCREEN = "window.no-screen"
