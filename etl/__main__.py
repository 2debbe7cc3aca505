"""`python -m etl`: the commands."""

import argparse
import logging
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from etl import accounts, printing, tidy
from etl.audiences import left_out_words
from etl.bulk.inspect import inspect_trusted
from etl.export import export_tables
from etl.ingest import Hints, ingest, with_closed, with_learned_aliases
from etl.inspection import given_by
from etl.opening import open_network, published_mark
from etl.publish import publish
from etl.read import read_table
from etl.reference import versions
from etl.reference.beginning import write_skeleton
from etl.reference.read import Reference, check_reference, read_files, read_reference
from etl.start import ensure_reference, prepare
from etl.templates.last_answers import last_answers
from etl.templates.make import template_csv, template_xlsx
from etl.vocabulary.fields import read_date
from etl.vocabulary.spellings import build_vocabulary
from maturity import language
from maturity.clock import today
from maturity.errors import MaturityError, StoreMissing, UnknownId
from maturity.language import _
from maturity.ledger import backup, open_ledger, restore_backup, verify
from maturity.ledger.receipts import check_proofs
from maturity.ledger.records import BACKUP_RESTORED
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import Settings, load
from maturity.store import current_snapshot, snapshot_for
from maturity.waves import STATE_NAMES, State, states_by_dates

YES = ("y", "yes", "j", "ja")
DONE, FAILED, SOME_REJECTED = 0, 1, 2
Command = Callable[[argparse.Namespace, Settings], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        The exit code: 0 done, 1 it could not be done, 2 some files were rejected.
    """
    options = _parser().parse_args(arguments)
    language.use(options.language)
    logging.basicConfig(level=logging.ERROR)
    command: Command = options.command
    try:
        settings = load()
        ensure_reference(settings)
        return command(options, settings)
    except (MaturityError, OSError) as error:
        print(printing.safe(str(error)), file=sys.stderr)
        return FAILED


# Files


def check_files(options: argparse.Namespace, settings: Settings) -> int:
    """List the findings of files; nothing is stored."""
    reference, states = _known(settings)
    paths = find_files(options.files, settings)
    inspections = [
        with_closed(inspect_trusted(path, reference=reference, **_hints(options)), states)
        for path in printing.with_progress(paths)
    ]
    if options.json:
        _print([printing.as_json([printing.inspection_report(inspection) for inspection in inspections])])
    else:
        _print(line for inspection in inspections for line in printing.inspection_lines(inspection))
    return SOME_REJECTED if any(inspection.errors for inspection in inspections) else DONE


def ingest_files(options: argparse.Namespace, settings: Settings) -> int:
    """Take files in, each as a whole or not at all; publish once at the end."""
    ledger = open_network(settings)
    reference = versions.reference_in_force(ledger, settings)
    receipts = []
    for path in printing.with_progress(find_files(options.files, settings)):
        receipts.append(
            ingest(
                path,
                actor=LOCAL_COORDINATOR,
                ledger=ledger,
                reference=reference,
                existing=options.existing,
                publish=False,
                **_hints(options),
            )
        )
        if not options.json:
            _print(printing.receipt_lines(receipts[-1]))
    is_new = any(receipt.status == "accepted" for receipt in receipts)
    snapshot = publish(ledger, settings).name if is_new else None
    if options.json:
        report = {"snapshot": snapshot, "files": [printing.receipt_report(receipt) for receipt in receipts]}
        _print([printing.as_json(report)])
    else:
        _print([printing.total_line(receipts)])
        _print([_("Data version: {name}").format(name=snapshot)] if snapshot else [])
    return SOME_REJECTED if any(receipt.status == "rejected" for receipt in receipts) else DONE


def peek_file(options: argparse.Namespace, settings: Settings) -> int:
    """Show how the reader sees a file."""
    table = read_table(find_files([options.file], settings)[0])
    report = printing.table_report(table)
    if options.json:
        _print([printing.as_json(report)])
    else:
        _print(f"{key}: {value}" for key, value in (report | {"rows": len(table.rows)}).items())
    return DONE


def find_files(patterns: Sequence[str], settings: Settings) -> list[Path]:
    """Find the files that the arguments name, below the working directory or else below the data directory.

    Patterns like `responses/*.csv` are resolved here, because not every shell does it.

    Raises:
        FileNotFoundError: an argument names nothing.
    """
    paths: list[Path] = []
    for pattern in patterns:
        found = _matching(Path(), pattern) or _matching(settings.data, pattern)
        if not found:
            raise FileNotFoundError(_("There is no file “{pattern}”.").format(pattern=pattern))
        paths += found
    return paths


def _matching(folder: Path, pattern: str) -> list[Path]:
    path = folder / pattern
    # A file's name may hold brackets itself; only what is no file's name is a pattern.
    if path.is_file() or not re.search(r"[*?\[]", pattern):
        return [path] if path.is_file() else []
    found = Path(path.anchor).glob(str(path.relative_to(path.anchor)))
    return sorted(match for match in found if match.is_file())


def _hints(options: argparse.Namespace) -> Hints:
    return Hints(
        city_id=options.city,
        wave_id=options.wave,
        city_from_name=getattr(options, "city_from_name", None),
        as_of=getattr(options, "as_of", None),
    )


def _known(settings: Settings) -> tuple[Reference, Mapping[str, State]]:
    """Read the reference data with the learned spellings, and the waves' states; makes no ledger where none is."""
    place = settings.ledger_url.removeprefix("sqlite:///")
    if place == settings.ledger_url or Path(place).exists():
        ledger = open_network(settings)
        reference = with_learned_aliases(versions.reference_in_force(ledger, settings), ledger)
        return reference, ledger.wave_states(reference.waves)
    reference = read_reference(settings.reference)
    return reference, states_by_dates(reference.waves, today())


# Files that go out


def write_template(options: argparse.Namespace, settings: Settings) -> int:
    """Write the survey of a city to fill in, with its last answers; XLSX or CSV by the name of the file."""
    ledger = open_network(settings)
    reference = with_learned_aliases(versions.reference_in_force(ledger, settings), ledger)
    given = given_by("", reference, build_vocabulary(reference), _hints(options))
    city_id, wave_id = given.cities[0].text, given.waves[0].text
    _require_member(reference, city_id, wave_id)
    make = template_csv if options.out.suffix.lower() == ".csv" else template_xlsx
    content = make(
        reference,
        city_id=city_id,
        wave_id=wave_id,
        answers=last_answers(ledger, reference, city_id=city_id, wave_id=wave_id),
        core_only=options.core,
        is_sample=wave_id in set(reference.waves.loc[reference.waves["is_sample"] == 1, "wave_id"]),
    )
    options.out.write_bytes(content)
    _print([_("Written: {file}").format(file=options.out)])
    return DONE


def _require_member(reference: Reference, city_id: str, wave_id: str) -> None:
    members = reference.memberships.loc[reference.memberships["wave_id"] == wave_id, "city_id"]
    if city_id not in set(members):
        known = reference.cities.loc[reference.cities["city_id"].isin(members), "name"]
        raise UnknownId(value=city_id, concept=_("member of wave {wave}").format(wave=wave_id), known=", ".join(known))


def write_export(options: argparse.Namespace, settings: Settings) -> int:
    """Write what may be published: tidy CSV and Parquet with datapackage.json."""
    snapshot = prepare(settings)
    _print(_("Written: {file}").format(file=file) for file in export_tables(snapshot, options.out))
    _print(left_out_words(snapshot_for(snapshot, "public")))
    return DONE


# The ledger and what is built from it


def rebuild(options: argparse.Namespace, settings: Settings) -> int:
    """Build the next snapshot from the ledger alone."""
    _print([_("Data version: {name}").format(name=publish(open_network(settings), settings, is_forced=True).name)])
    return DONE


def show_status(options: argparse.Namespace, settings: Settings) -> int:
    """Say what is stored and who has answered."""
    ledger = open_network(settings)
    reference = versions.reference_in_force(ledger, settings)
    submissions = ledger.submissions()
    in_force = submissions.loc[submissions["is_in_force"]]
    answered = set(zip(in_force["city_id"], in_force["wave_id"], strict=True))
    members = sorted(set(zip(reference.memberships["wave_id"], reference.memberships["city_id"], strict=True)))
    names = dict(zip(reference.cities["city_id"], reference.cities["name"], strict=True))
    _print([f"{settings.data}", _("Ledger entries: {count}").format(count=ledger.version())])
    _print([_("Data version: {name}").format(name=_snapshot_name(settings))])
    _print([_("Reference data: version {number}").format(number=reference.version)] if reference.version else [])
    _print(_changed_lines(reference, settings))
    states = ledger.wave_states(reference.waves)
    for wave_id in dict.fromkeys(wave_id for wave_id, _city_id in members):
        cities = [city_id for wave, city_id in members if wave == wave_id]
        missing = [names[city_id] for city_id in cities if (city_id, wave_id) not in answered]
        counts = _("{wave_id} ({state}): {count} of {total} have answered").format(
            wave_id=wave_id, state=_(STATE_NAMES[states[wave_id]]), count=len(cities) - len(missing), total=len(cities)
        )
        _print([counts + (_("; missing: {names}").format(names=", ".join(missing)) if missing else "")])
    return DONE


def _changed_lines(reference: Reference, settings: Settings) -> list[str]:
    changed = versions.changed_files(reference, settings)
    text = _("Changed on disk, not in force until “python -m etl reference import”: {files}")
    return [text.format(files=", ".join(changed))] if changed else []


def _snapshot_name(settings: Settings) -> str:
    try:
        return current_snapshot(settings.snapshots).name
    except StoreMissing:
        return "-"


def withdraw(options: argparse.Namespace, settings: Settings) -> int:
    """Take a submission out of force and publish."""
    ledger = open_network(settings)
    ledger.withdraw(LOCAL_COORDINATOR, options.submission_id, options.reason or _("withdrawn on the command line"))
    return rebuild(options, settings)


def restore(options: argparse.Namespace, settings: Settings) -> int:
    """Put a submission in force again and publish."""
    ledger = open_network(settings)
    waves = versions.reference_in_force(ledger, settings).waves
    reason = options.reason or _("restored on the command line")
    ledger.restore(LOCAL_COORDINATOR, options.submission_id, reason, waves=waves)
    return rebuild(options, settings)


def verify_ledger(options: argparse.Namespace, settings: Settings) -> int:
    """Check the whole ledger: the chain, the files, the values; and whether it holds the entry of a receipt."""
    ledger = open_network(settings, is_checked=False)
    faults = [str(fault) for fault in verify(ledger)]
    if options.receipt is not None:
        proofs = check_proofs(ledger, options.receipt.read_bytes())
        lost = _("The ledger does not hold what receipt {number} proves: it was changed or replaced.")
        faults += [lost.format(number=number) for number, is_held in proofs.items() if not is_held]
        if not proofs:
            faults.append(_("There is no receipt in “{file}”.").format(file=options.receipt))
        _print(_("Receipt {number}: held.").format(number=number) for number, is_held in proofs.items() if is_held)
    _print(faults or [_("The ledger is as it was written.")])
    return FAILED if faults else DONE


def back_up(options: argparse.Namespace, settings: Settings) -> int:
    """Copy the ledger into one file."""
    backup(open_network(settings), options.file)
    _print([_("Copied to {file}.").format(file=options.file)])
    return DONE


def put_back(options: argparse.Namespace, settings: Settings) -> int:
    """Put a copy of the ledger where none is, and publish."""
    published = published_mark(settings)
    restore_backup(options.file, settings.ledger_url)
    ledger = open_ledger(settings.ledger_url)
    found = ledger.version()
    if published is not None and published.version > found:
        lost = _("The backup ends with entry {found}; entries up to {expected} had been published. They are lost.")
        _print([lost.format(found=found, expected=published.version)])
    ledger.record(LOCAL_COORDINATOR, BACKUP_RESTORED, {"file": options.file.name, "up_to": found})
    _print([_("Data version: {name}").format(name=publish(ledger, settings, is_restored=True).name)])
    return DONE


def check_reference_files(options: argparse.Namespace, settings: Settings) -> int:
    """List every fault of the reference files."""
    faults = check_reference(settings.reference)
    _print(printing.reference_lines(faults) or [_("The reference data has no fault.")])
    return FAILED if any(fault.severity == "error" for fault in faults) else DONE


def begin_network(options: argparse.Namespace, settings: Settings) -> int:
    """Write a small network of one's own to fill in, with a description of every file and column."""
    _print(_("Written: {file}").format(file=file) for file in write_skeleton(options.directory))
    return DONE


def export_reference(options: argparse.Namespace, settings: Settings) -> int:
    """Write the reference data in force as files."""
    reference = versions.reference_in_force(open_network(settings), settings)
    _print(_("Written: {file}").format(file=file) for file in versions.export_files(reference, options.directory))
    return DONE


def import_reference(options: argparse.Namespace, settings: Settings) -> int:
    """Show what files would change in the reference data, ask, and record them as the version in force."""
    ledger = open_network(settings)
    versions.record_first(ledger, settings)
    before, after = versions.reference_in_force(ledger, settings), read_files(options.directory)
    faults = versions.faults_of(after, before=before)
    if faults:
        _print(printing.reference_lines(faults))
    if any(fault.severity == "error" for fault in faults):
        return FAILED
    found = versions.differences(before.files, after)
    _print(line for one in found for line in (str(one), *(f"  {row}" for row in one.rows)))
    if not found:
        _print([_("Nothing differs.")])
        return DONE
    if not options.yes and input(_("Take these changes? (y/n) ")).strip().lower() not in YES:
        _print([_("Nothing was changed.")])
        return FAILED
    reason = options.reason or _("imported on the command line")
    versions.record_version(ledger, LOCAL_COORDINATOR, after, reason=reason, after=before.version)
    return rebuild(options, settings)


def manage_accounts(options: argparse.Namespace, settings: Settings) -> int:
    """List, invite, lock and unlock accounts."""
    _print(accounts.run(options, settings))
    return DONE


def tidy_up(options: argparse.Namespace, settings: Settings) -> int:
    """Erase what may not be kept any longer, or on request what a city handed in with its mailbox."""
    ledger = open_network(settings)
    if options.erase_city:
        count = tidy.erase_city(ledger, settings, accounts.city_id_of(ledger, settings, options.erase_city))
        _print([_("Submissions whose contact and file were erased: {count}").format(count=count)])
    else:
        _print(f"{name}: {count}" for name, count in tidy.tidy(ledger, settings).items())
    return DONE


# Arguments


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m etl", description=_("Survey files into the ledger."))
    parser.add_argument("--language", choices=language.LANGUAGES, default="de")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_file_arguments(_add(commands, "check", check_files))
    _add_ingest_arguments(_add(commands, "ingest", ingest_files))
    peek = _add(commands, "peek", peek_file)
    peek.add_argument("file")
    peek.add_argument("--json", action="store_true")
    _add_template_arguments(_add(commands, "template", write_template))
    export = _add(commands, "export", write_export)
    export.add_argument("--out", type=Path, metavar="DIR", required=True, help="the folder to write to")
    for name, command in (("withdraw", withdraw), ("restore", restore)):
        moved = _add(commands, name, command)
        moved.add_argument("submission_id", type=submission_number, metavar="ID")
        moved.add_argument("--reason", default="")
    verified = _add(commands, "verify", verify_ledger)
    verified.add_argument("--receipt", type=Path, metavar="FILE", help="a receipt, as PDF or as JSON")
    for name, command in (("backup", back_up), ("restore-backup", put_back)):
        _add(commands, name, command).add_argument("file", type=Path, metavar="FILE")
    reference = commands.add_parser("reference", help=_("Exchange the reference data as files."))
    reference_commands = reference.add_subparsers(required=True, metavar="COMMAND")
    for name, command in (("export", export_reference), ("import", import_reference)):
        exchange = _add(reference_commands, name, command)
        exchange.add_argument("directory", type=Path, metavar="DIR")
    exchange.add_argument("--yes", action="store_true", help="do not ask")
    exchange.add_argument("--reason", default="", help="why, for the log")
    begin = _add(commands, "new-network", begin_network)
    begin.add_argument("directory", type=Path, metavar="DIR", help="the new network's data directory")
    for name, command in (
        ("rebuild", rebuild),
        ("status", show_status),
        ("check-reference", check_reference_files),
    ):
        _add(commands, name, command)
    _add(commands, "tidy", tidy_up).add_argument("--erase-city", metavar="CITY", help="erase on request: this city's")
    accounts.add_arguments(_add(commands, "accounts", manage_accounts))
    return parser


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, command: Command
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=command.__doc__, description=command.__doc__)
    parser.set_defaults(command=command)
    # The default must not undo a `--language` that stands before the command.
    parser.add_argument("--language", choices=language.LANGUAGES, default=argparse.SUPPRESS)
    return parser


def _add_file_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--wave", metavar="WAVE_ID", help="the wave of all files")
    parser.add_argument("--city", metavar="CITY_ID", help="the city of all files, by key or name")
    parser.add_argument(
        "--city-from-name", type=name_pattern, metavar="REGEX", help="what in a file's name is the city"
    )
    parser.add_argument("--as-of", type=day, metavar="DATE", help="where no wave is named: the one open on this day")
    parser.add_argument("--json", action="store_true", help="for programs")


def _add_ingest_arguments(parser: argparse.ArgumentParser) -> None:
    _add_file_arguments(parser)
    decision = parser.add_mutually_exclusive_group()
    for name, text in (("replace", "let them go"), ("merge", "keep them")):
        meaning = f"answers in force that a file does not name: {text}; without a decision such a file is refused"
        decision.add_argument(f"--{name}", dest="existing", action="store_const", const=name, help=meaning)


def _add_template_arguments(template: argparse.ArgumentParser) -> None:
    template.add_argument("--city", metavar="CITY", required=True, help="the city's key or name")
    template.add_argument("--wave", metavar="WAVE_ID", required=True, help="the wave it answers in")
    template.add_argument(
        "--out", type=table_file, metavar="FILE", required=True, help="a name ending in .xlsx or .csv"
    )
    template.add_argument("--core", action="store_true", help="the core questions only")


def name_pattern(text: str) -> str:
    """Take a regular expression.

    Raises:
        ArgumentTypeError: it is none.
    """
    try:
        re.compile(text)
    except re.error as error:
        said = _("“{pattern}” is not a regular expression. Please write it for example like this: {example}")
        raise argparse.ArgumentTypeError(said.format(pattern=text, example="^[A-Z]{2}")) from error
    return text


def submission_number(text: str) -> int:
    """Read `42` or `R-000042`."""
    return int(text.upper().removeprefix("R-"))


def table_file(text: str) -> Path:
    """Take the name of an XLSX or CSV file."""
    path = Path(text)
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise ValueError(text)
    return path


def day(text: str) -> date:
    """Read `2026-11-23` or `23.11.2026`."""
    found = read_date(text)
    if found is None:
        raise ValueError(text)
    return found


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(printing.safe(line))


if __name__ == "__main__":
    sys.exit(main())
