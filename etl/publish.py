"""Publish: ledger and reference data become the next DuckDB snapshot."""

import hashlib

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from etl.reference.read import Reference
from etl.reference.versions import reference_in_force
from maturity.ledger import Ledger
from maturity.parameters import as_table, in_force, parse_parameters
from maturity.settings import PROJECT, Settings
from maturity.store import Snapshot, build_snapshot, current_snapshot, query, schema_hash

SHIPPED_PARAMETERS = PROJECT / "data" / "reference" / "parameters.toml"


def publish(ledger: Ledger, settings: Settings) -> Snapshot:
    """Build the snapshot of what is in force now and point to it.

    Built again when the ledger moved on meanwhile, so that the pointer never ends on older answers.

    Returns:
        The snapshot.

    Raises:
        ReferenceInvalid, StoreBusy: the old snapshot stays in force.
    """
    while True:
        version = ledger.version()
        reference = reference_in_force(ledger, settings)
        tables = _tables(ledger, reference, version)
        snapshot = build_snapshot(settings.snapshots, tables, kept=_named_by_meetings(ledger))
        if ledger.version() == version:
            return snapshot


def _named_by_meetings(ledger: Ledger) -> set[str]:
    """The snapshots on which meetings decided: their answers can be looked up as the meeting saw them."""
    return {str(entry.payload["snapshot"]) for entry in ledger.entries("decision")}


def find_current(ledger: Ledger, settings: Settings) -> Snapshot | None:
    """Return the published snapshot if it shows ledger, reference data and program as they are now, else None.

    Raises:
        StoreMissing, StoreBusy: there is no snapshot that can be read.
    """
    snapshot = current_snapshot(settings.snapshots)
    origin = query(snapshot, "snapshot_origin").iloc[0]
    reference = reference_in_force(ledger, settings)
    is_current = (origin["ledger_version"], origin["origin_hash"]) == (ledger.version(), _origin_hash(reference))
    return snapshot if is_current else None


def _origin_hash(reference: Reference) -> str:
    # A network without parameters of its own takes ours: a new one of them must show there as well.
    return hashlib.sha256((reference.hash + schema_hash()).encode() + SHIPPED_PARAMETERS.read_bytes()).hexdigest()


def _tables(ledger: Ledger, reference: Reference, version: int) -> dict[str, pd.DataFrame | pa.Table]:
    parameters = in_force(
        {**parse_parameters(SHIPPED_PARAMETERS.read_text("utf-8")), **parse_parameters(reference.parameters)},
        [entry.payload for entry in ledger.entries("parameter")],
    )
    network = {key: value for key, value in reference.network.items() if isinstance(value, str)}
    return {
        "ref_network": pd.DataFrame([network]),
        "ref_cities": reference.cities.rename(columns={"name": "city_name"}),
        "ref_memberships": reference.memberships,
        "ref_waves": reference.waves.assign(position=range(len(reference.waves))),
        "ref_dimensions": reference.dimensions,
        "ref_topics": reference.topics,
        "ref_questions": reference.questions,
        "ref_options": reference.options,
        "ref_levels": reference.levels,
        "ref_planning_fields": reference.planning_fields,
        "ref_planning_options": reference.planning_options,
        "ref_products": reference.products,
        "ref_groups": reference.groups,
        "ref_group_members": reference.group_members,
        "ref_parameters": as_table(parameters),
        "stg_values": without_contacts(ledger.table_in_force()),
        "log_submissions": ledger.submissions(),
        "log_snapshot": pd.DataFrame(
            [
                {
                    "ledger_version": version,
                    "reference_version": reference.version,
                    "origin_hash": _origin_hash(reference),
                }
            ]
        ),
    }


def without_contacts(values: pa.Table) -> pa.Table:
    """Leave out mailboxes: they are read from the ledger, for members only, and must be erasable."""
    return values.filter(pc.not_equal(values["item_id"].cast(pa.string()), "contact"))
