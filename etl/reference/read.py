"""Reference data: the network's cities, topics, questions and options, read from text files and checked."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from etl.findings import Finding
from etl.reference.checks import NETWORK_FILE, check_network, find_faults, in_all_languages, parse_network
from etl.reference.tables import TABLES, Source, parse
from maturity.errors import DataDirectoryInvalid, ReferenceInvalid

PARAMETERS_FILE = "parameters.toml"
DTYPES = {"number": "float64", "integer": "int64", "text": "str", "date": "str"}


@dataclass(frozen=True, eq=False)
class Reference:
    """The reference data of one network.

    The tables have the columns of their files. Text columns are never missing, '' is empty; of the number
    columns only population, area_km2, lat, lon and the options' value may be missing (NaN).

    Args:
        hash: SHA-256 over the names and bytes of all reference files, so that a change of any of them shows.
        files: name -> content of each file.
        weights: weights of topics and dimensions that differ from a wave on from those in their own tables.
        groups, group_members: groups of the network's own; county, state and size class need no file.
        version: number of the ledger's entry; 0 while only the files say it.
    """

    hash: str
    files: Mapping[str, bytes]
    version: int
    network: dict[str, Any]
    cities: pd.DataFrame
    waves: pd.DataFrame
    memberships: pd.DataFrame
    dimensions: pd.DataFrame
    topics: pd.DataFrame
    weights: pd.DataFrame
    questions: pd.DataFrame
    options: pd.DataFrame
    levels: pd.DataFrame
    planning_fields: pd.DataFrame
    planning_options: pd.DataFrame
    products: pd.DataFrame
    programmes: pd.DataFrame
    programme_areas: pd.DataFrame
    council_dates: pd.DataFrame
    aliases: pd.DataFrame
    groups: pd.DataFrame
    group_members: pd.DataFrame

    @property
    def parameters(self) -> str:
        """The text of parameters.toml; empty where the network has none of its own."""
        return self.files.get(PARAMETERS_FILE, b"").decode()


def read_reference(directory: Path) -> Reference:
    """Read and check the reference files of a network.

    Returns:
        The tables in the order of their files. An optional file that is missing gives a table without rows;
        missing dimensions are made from the topics.

    Raises:
        DataDirectoryInvalid: the directory or a required file is missing.
        ReferenceInvalid: the check finds faults.
    """
    return reference_of(read_files(directory))


def reference_of(files: Mapping[str, bytes]) -> Reference:
    """Check and type the content of reference files; see `read_reference`."""
    network, sources, findings = _parse_files(files)
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        faults = [str(finding) for finding in errors]
        raise ReferenceInvalid(count=len(faults), first=faults[0], faults=faults)
    tables = {name: _typed(name, source) for name, source in sources.items()}
    if "dimensions.csv" not in files:
        tables["dimensions"] = _dimensions_of(tables["topics"])
    return Reference(hash=_hash(files), files=files, network=network, version=0, **tables)


def with_distinct_names(cities: pd.DataFrame) -> pd.DataFrame:
    """Put the key behind each name that several cities have, so that no page takes them for one."""
    is_shared = cities["name"].duplicated(keep=False)
    return cities.assign(name=cities["name"].where(~is_shared, cities["name"] + " (" + cities["city_id"] + ")"))


def check_reference(directory: Path) -> list[Finding]:
    """List every fault and note of the reference files: `row` is the line of the file named in `details["file"]`.

    Raises:
        DataDirectoryInvalid: the directory or a required file is missing.
    """
    return check_files(read_files(directory))


def check_files(files: Mapping[str, bytes]) -> list[Finding]:
    """List every fault of the content of reference files; see `check_reference`."""
    return _parse_files(files)[2]


def read_files(directory: Path) -> dict[str, bytes]:
    """Return the bytes of each file, read once so that table, check and hash speak of the same.

    Raises:
        DataDirectoryInvalid: the directory or a required file is missing.
    """
    paths = sorted(path for path in directory.glob("*") if path.suffix in (".csv", ".toml"))
    files = {path.name: path.read_bytes() for path in paths}
    required = [NETWORK_FILE, *(f"{name}.csv" for name, table in TABLES.items() if table.is_required)]
    missing = [f"{directory.name}/{name}" for name in required if name not in files]
    if missing:
        raise DataDirectoryInvalid(directory=directory.parent, missing=", ".join(missing))
    return files


def _parse_files(files: Mapping[str, bytes]) -> tuple[dict[str, Any], dict[str, Source], list[Finding]]:
    network, findings = parse_network(files[NETWORK_FILE])
    sources = {name: in_all_languages(parse(name, files.get(f"{name}.csv")), network) for name in TABLES}
    findings = findings or list(check_network(network, sources))
    return network, sources, findings + find_faults(network, sources)


def _typed(name: str, source: Source) -> pd.DataFrame:
    columns = TABLES[name].columns
    table = pd.DataFrame([row.cells for row in source.rows], columns=list(columns), dtype="str")
    numbers = [column for column, rule in columns.items() if rule.kind in ("number", "integer")]
    table[numbers] = table[numbers].replace("", None)
    return table.astype({column: DTYPES[rule.kind] for column, rule in columns.items()})


def _dimensions_of(topics: pd.DataFrame) -> pd.DataFrame:
    ids = topics.sort_values(["position", "topic_id"])["dimension_id"].drop_duplicates().tolist()
    positions = range(1, len(ids) + 1)
    columns = {"dimension_id": ids, "position": positions, "name_de": ids, "name_en": ids, "weight": 1.0}
    return pd.DataFrame(columns)


def _hash(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()
