"""Every error raised on purpose. Each has a code, named details and a sentence pair: what is wrong, how to mend it.

    MaturityError
    ├── DataDirectoryInvalid   the data directory lacks its reference files
    ├── ReferenceInvalid       the reference files contradict themselves
    ├── StoreMissing           no snapshot has been built yet
    ├── StoreBusy              a snapshot cannot be opened or written now
    ├── LedgerBroken           the ledger's chain does not hold
    ├── LedgerUnwritable       the ledger cannot take an entry now
    ├── LedgerUnreadable       the ledger's database is damaged or does not answer
    ├── LedgerLost             the ledger is shorter than, or another than, what was published from it
    ├── LedgerNewer            the ledger was written by a newer version of the program
    ├── BackupRefused          a backup would replace what it must not
    ├── NotPermitted           the actor lacks the right
    ├── FileErased             a file handed in was erased
    ├── SignedOut              the session has ended
    ├── InvitationInvalid      the link of an invitation cannot be used
    ├── SettingInvalid         a setting of the server makes no sense
    ├── UnknownId              an id that the reference does not know
    ├── NotATable              the file is no table we can read
    ├── NotAnExport            the file is no export of the Förderdatenbank, or breaks a limit
    ├── StrictlyUnreadable     the file cannot be read without guessing
    ├── QueryRefused           a query that an analyst wrote may not run
    ├── MissingColumns         a table lacks columns that an analysis needs
    ├── UnknownWave            a wave without rows
    ├── InvalidInput           an analysis got values outside its domain
    │   └── OutsideScale       an answer outside the declared scale of its question
    └── Contradiction          pins, vetoes and capacities that exclude each other

Everything else is a bug and keeps its traceback in the log, never on the screen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from maturity.language import N_, _


class MaturityError(Exception):
    """Base of all errors for the reader. Details fill the placeholders of both sentences."""

    code: ClassVar[str] = "error"
    problem: ClassVar[str] = N_("Something went wrong.")
    fix: ClassVar[str] = N_("Please try again.")

    def __init__(self, **details: object) -> None:
        self.details = details
        super().__init__(details)

    def __str__(self) -> str:
        return " ".join(_(text).format_map(self.details) for text in (self.problem, self.fix))


class DataDirectoryInvalid(MaturityError):
    """The data directory lacks its reference files."""

    code = "data_directory_invalid"
    problem = N_("The data directory “{directory}” has no {missing}.")
    fix = N_("Please set DIGITALKOMPASS_DATA to a directory with the folder “reference”.")


class ReferenceInvalid(MaturityError):
    """The reference files contradict themselves; `faults` holds all sentences."""

    code = "reference_invalid"
    problem = N_("The reference data has {count} faults. The first: {first}")
    fix = N_("Run “python -m etl check-reference” for the whole list and correct the files.")


class StoreMissing(MaturityError):
    """No snapshot has been built yet."""

    code = "store_missing"
    problem = N_("No data has been published yet.")
    fix = N_("Run “python -m etl rebuild” or upload a survey file.")


class StoreBusy(MaturityError):
    """A snapshot cannot be opened or written at the moment."""

    code = "store_busy"
    problem = N_("The analysis store “{name}” cannot be opened.")
    fix = N_("Please try again in a moment; if it stays so, run “python -m etl rebuild”.")


class LedgerBroken(MaturityError):
    """The ledger's hash chain does not hold."""

    code = "ledger_broken"
    problem = N_("The ledger was changed from outside: entry {sequence} does not fit its chain.")
    fix = N_("Nothing more is written. Please restore the last backup with “python -m etl restore-backup FILE”.")


class LedgerUnwritable(MaturityError):
    """The ledger cannot take an entry; nothing was stored."""

    code = "ledger_unwritable"
    problem = N_("The ledger cannot be written at the moment ({reason}). Nothing was stored.")
    fix = N_("Please check free space and permissions of the data directory and try again.")


class LedgerUnreadable(MaturityError):
    """The ledger's database is damaged, of a newer program, or does not answer."""

    code = "ledger_unreadable"
    problem = N_("The ledger cannot be read ({reason}).")
    fix = N_(
        "Please check the data directory or the database server; if the data are damaged, restore the last backup "
        "with “python -m etl restore-backup FILE”."
    )


class LedgerLost(MaturityError):
    """The ledger does not continue what was published from it; nothing refills or writes it."""

    code = "ledger_lost"
    problem = N_("Alarm: the ledger was lost, cut off or replaced ({reason}). The pages show the last published data.")
    fix = N_(
        "Nothing more is taken in. Please stop the server, move what is left of the ledger to another place, "
        "put the last backup back with “python -m etl restore-backup FILE” and start again."
    )


class LedgerNewer(MaturityError):
    """The ledger was written by a newer version of the program, which this one must not touch."""

    code = "ledger_newer"
    problem = N_("The ledger was written by a newer version of the program ({version}).")
    fix = N_("Please start that version again, or a newer one. Nothing was changed.")


class BackupRefused(MaturityError):
    """A backup would replace what it must not; the file of that name stays as it is."""

    code = "backup_refused"
    problem = N_("The backup was not written to “{file}” ({reason}).")
    fix = N_("Please name another file. The one that is there stays as it is.")


class NotPermitted(MaturityError):
    """The actor lacks the right for this action."""

    code = "not_permitted"
    problem = N_("The role “{role}” may not do this: {action}.")
    fix = N_("Please ask the coordination office.")


class FileErased(MaturityError):
    """A file handed in was erased: its period had ended, or somebody asked for it."""

    code = "file_erased"
    problem = N_("The file of receipt {receipt} was erased, for data protection.")
    fix = N_("Its answers are still there, without the contact.")


class SignedOut(MaturityError):
    """The session has ended, or the account was locked."""

    code = "signed_out"
    problem = N_("You are no longer signed in.")
    fix = N_("Please sign in again.")


class InvitationInvalid(MaturityError):
    """The link of an invitation is unknown, used, taken back or past its end."""

    code = "invitation_invalid"
    problem = N_("This invitation is not valid, or no longer.")
    fix = N_("Please ask the coordination office for a new link.")


class SettingInvalid(MaturityError):
    """A setting of the server makes no sense."""

    code = "setting_invalid"
    problem = N_("The setting {name} is “{value}”, but must be {expected}.")
    fix = N_("Please correct it and start the server again.")


class WaveNotOpen(MaturityError):
    """A wave that takes no answers; nothing was stored."""

    code = "wave_not_open"
    problem = N_("Wave {wave_id} is not open and takes no answers. Nothing was stored.")
    fix = N_("Please choose an open wave, or ask the coordination office to open it on the page “Administration”.")


class ChangedMeanwhile(MaturityError):
    """Somebody else changed the same thing first; nothing was stored."""

    code = "changed_meanwhile"
    problem = N_("Somebody else has changed this meanwhile. Nothing was stored.")
    fix = N_("Please reload the page and make your change again.")


class UnknownId(MaturityError):
    """An id that the reference data does not know."""

    code = "unknown_id"
    problem = N_("“{value}” is not a known {concept}.")
    fix = N_("Known are: {known}.")


class NotATable(MaturityError):
    """The file is no table we can read; `kind` names what it is."""

    code = "not_a_table"
    problem = N_("The file is not a readable table: {kind}.")
    fix = N_("Please save it as CSV UTF-8 or XLSX and upload it again.")


class NotAnExport(MaturityError):
    """The file is no export of the Förderdatenbank, or breaks a limit as a whole."""

    code = "not_an_export"
    problem = N_("The export of the Förderdatenbank cannot be taken in: {reason}.")
    fix = N_("Please download it again and hand it in unchanged.")


class StrictlyUnreadable(MaturityError):
    """The file cannot be read without guessing; `findings` holds every place."""

    code = "strictly_unreadable"
    problem = N_("The file cannot be read unambiguously: {first}")
    fix = N_("Please correct the place in the file and upload it again.")


class QueryRefused(MaturityError):
    """A query that an analyst wrote may not run, or is too large."""

    code = "query_refused"
    problem = N_("The query was not answered: {reason}.")
    fix = N_("Allowed is one SELECT over the tables listed, for at most 5 seconds and 10,000 rows.")


class MissingColumns(MaturityError):
    """A table lacks columns that an analysis needs."""

    code = "missing_columns"
    problem = N_("The table lacks these columns: {columns}.")
    fix = N_("Please hand over a table with all columns named in the documentation.")


class UnknownWave(MaturityError):
    """A wave that has no rows."""

    code = "unknown_wave"
    problem = N_("There are no answers of wave “{wave_id}”.")
    fix = N_("Known waves: {known}.")


class InvalidInput(MaturityError):
    """An analysis got values outside its domain."""

    code = "invalid_input"
    problem = N_("{what} is {value}, but must be {expected}.")
    fix = N_("Please correct the value.")


class OutsideScale(InvalidInput):
    """An answer lies outside the declared scale of its question."""

    code = "outside_scale"
    problem = N_("The answer of {city_id} to {question_id} is {value}, but the scale goes from {low} to {high}.")
    fix = N_("Please correct the answer or the scale of the question.")


@dataclass(frozen=True)
class Conflict:
    """One pair of rules that exclude each other; its text is a clause in the reader's language."""

    code: str
    details: Mapping[str, object]

    CLAUSES: ClassVar[Mapping[str, str]] = {
        "pinned_and_vetoed": N_("{city_id} is both pinned to {topic_id} and excluded from it"),
        "pinned_but_unable": N_("{city_id} is pinned to {topic_id} but has no fit for it"),
        "pins_above_capacity": N_("{city_id} is pinned to an effort of {load} but has a capacity of {capacity}"),
        "pinned_twice": N_("{topic_id} is pinned to several cities ({city_ids})"),
    }

    def __str__(self) -> str:
        return _(self.CLAUSES[self.code]).format_map(self.details)


class Conflicts(tuple[Conflict, ...]):
    """Several conflicts, read as one sentence."""

    __slots__ = ()

    def __str__(self) -> str:
        return "; ".join(map(str, self))


class Contradiction(MaturityError):
    """Pins, vetoes and capacities that exclude each other; `conflicts` (Conflicts) names them all."""

    code = "contradiction"
    problem = N_("These rules exclude each other: {conflicts}.")
    fix = N_("Please take back one of them.")
