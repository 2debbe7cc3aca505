"""What can be wrong in the reference files. Every rule looks at all rows; none stops at the first fault."""

import re
import tomllib
from collections.abc import Iterator

from etl.findings import Finding
from etl.reference.rules import NUMBER, RULES, Network, Sources, fault_in, is_date
from etl.reference.tables import TABLES, Column, Source, decode
from maturity.language import LANGUAGES

NETWORK_FILE = "network.toml"
CITY_KEYS = ("ags", "text")
INTEGER = re.compile(r"[+-]?\d+", re.ASCII)


def parse_network(content: bytes) -> tuple[Network, list[Finding]]:
    """Return the network's entries, and a finding when the file is no TOML."""
    text, findings = decode(NETWORK_FILE, content)
    try:
        return tomllib.loads(text), findings
    except tomllib.TOMLDecodeError as error:
        return {}, [Finding("reference_unreadable", details={"file": NETWORK_FILE, "reason": error})]


def find_faults(network: Network, sources: Sources) -> list[Finding]:
    """List every fault of the tables, file by file, in the order of their lines."""
    findings: list[Finding] = []
    for name, source in sources.items():
        faults = [*source.findings, *_check_columns(source)]
        if not source.missing:
            faults += [*_check_cells(name, source, network, sources), *_check_duplicates(name, source)]
            faults += RULES[name](source, network, sources) if name in RULES else []
        findings += sorted(faults, key=lambda fault: (fault.row or 0, fault.column or ""))
    return findings


def check_network(network: Network, sources: Sources) -> Iterator[Finding]:
    """Name what the network's own entries lack or contradict."""
    details: dict[str, object] = {"file": NETWORK_FILE}
    for key in ("name", "city_key", "languages"):
        if not network.get(key):
            yield Finding("reference_text_missing", column=key, details=details)
    city_key = network.get("city_key")
    if city_key and city_key not in CITY_KEYS:
        expected = ", ".join(CITY_KEYS)
        yield Finding(
            "reference_kind_unknown", column="city_key", value=str(city_key), expected=expected, details=details
        )
    cities, coordinator = sources["cities"], str(network.get("coordinator", ""))
    if coordinator and cities.is_complete and coordinator not in cities.ids("city_id"):
        details["target"] = cities.file
        yield Finding("reference_id_unknown", column="coordinator", value=coordinator, details=details)


def _check_columns(source: Source) -> Iterator[Finding]:
    for column in source.missing:
        yield Finding("reference_column_missing", row=1, column=column, details={"file": source.file})


def _check_cells(name: str, source: Source, network: Network, sources: Sources) -> Iterator[Finding]:
    table = TABLES[name]
    for column_name, column in table.columns.items():
        is_id = column_name in table.key or column.refers_to is not None
        known = _known(name, column, sources)
        for row in source.rows:
            text = row.cells[column_name]
            if not text.strip():
                if column.needed and not _may_stay_empty(column_name, network):
                    yield fault_in(
                        "reference_id_empty" if is_id else "reference_text_missing", source, row, column_name
                    )
            elif known is not None and text not in known:
                target = sources[str(column.refers_to)].file
                yield fault_in("reference_id_unknown", source, row, column_name, target=target)
            elif fault := _misfit(text, column):
                yield fault_in(fault[0], source, row, column_name, expected=fault[1])


def _may_stay_empty(column: str, network: Network) -> bool:
    # A network needs no texts in a language that it does not offer.
    return any(column.endswith(f"_{code}") and code not in _languages(network) for code in LANGUAGES)


def _languages(network: Network) -> list[str]:
    return list(network.get("languages") or LANGUAGES)


def in_all_languages(source: Source, network: Network) -> Source:
    """Fill texts of a language that the network does not offer with those of the one it has; changes the source."""
    offered = _languages(network)
    for code in LANGUAGES:
        if code in offered:
            continue
        for column in [name for name in TABLES[source.name].columns if name.endswith(f"_{code}")]:
            other = column.removeprefix("long_").removesuffix(f"_{code}") + f"_{offered[0]}"
            source.missing = [name for name in source.missing if name != column]
            for row in source.rows:
                row.cells[column] = row.cells.get(column) or row.cells.get(other, "")
    return source


def _known(name: str, column: Column, sources: Sources) -> set[str] | None:
    """Return the ids a column may refer to; None where there is nothing to compare with."""
    target = column.refers_to
    if target is None or not sources[target].is_complete:
        return None
    if target == "dimensions" and not sources[target].rows:
        return None  # a network without the file: the topics' own ids are the dimensions
    return sources[target].ids(TABLES[target].key[0])


def _misfit(text: str, column: Column) -> tuple[str, str] | None:
    """Return the finding's code and what is expected when a text does not fit its column."""
    if column.choices and text not in column.choices:
        return "reference_kind_unknown", ", ".join(column.choices)
    if column.kind == "date":
        return None if is_date(text) else ("reference_not_a_date", "2026-03-01")
    if column.kind == "text":
        return None
    pattern, example = (INTEGER, "12") if column.kind == "integer" else (NUMBER, "12.5")
    if not pattern.fullmatch(text):
        return "reference_not_a_number", example
    if float(text) < column.low:
        return "reference_out_of_range", f"≥ {column.low:g}"
    if float(text) > column.high:
        return "reference_out_of_range", f"≤ {column.high:g}"
    return None


def _check_duplicates(name: str, source: Source) -> Iterator[Finding]:
    key = TABLES[name].key
    first_lines: dict[tuple[str, ...], int] = {}
    for row in source.rows:
        ids = tuple(row.cells[column] for column in key)
        first_line = first_lines.setdefault(ids, row.line)
        if first_line != row.line and all(ids):
            yield fault_in("reference_duplicate", source, row, key[-1], ids=" / ".join(ids), first_line=first_line)
