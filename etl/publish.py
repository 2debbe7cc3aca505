"""Publish: ledger and reference data become the next DuckDB snapshot."""

import hashlib
import logging

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from etl.opening import mark_of, published_mark
from etl.reference.read import Reference, with_distinct_names
from etl.reference.versions import reference_in_force
from maturity import metrics
from maturity.errors import MaturityError, StoreBusy
from maturity.ledger import Ledger, Mark
from maturity.parameters import Parameter, as_table, by_wave, in_force, parse_parameters
from maturity.settings import PROJECT, Settings
from maturity.store import Snapshot, build_audience, build_snapshot, named_snapshot, publishing, query, schema_hash

SHIPPED_PARAMETERS = PROJECT / "data" / "reference" / "parameters.toml"

log = logging.getLogger(__name__)


def publish(ledger: Ledger, settings: Settings, *, is_forced: bool = False, is_restored: bool = False) -> Snapshot:
    """Build the snapshot of what is in force now and point to it.

    One build at a time: whoever waited finds that the build before took its entries along, and builds nothing.

    Args:
        ledger: what is in force.
        settings: places of the network's data.
        is_forced: build also when the published snapshot is up to date.
        is_restored: the ledger was put back from a backup on purpose, and may be shorter than what was published.

    Returns:
        The snapshot that shows the ledger at least as it was at the call.

    Raises:
        LedgerLost, ReferenceInvalid, StoreBusy: the old snapshot stays in force.
    """
    with publishing(settings.snapshots):
        published = published_mark(settings)
        if published is not None and not is_restored:
            ledger.require_published(published)
        current = None if is_forced or is_restored else find_current(ledger, settings)
        if current is not None:
            return current
        with metrics.publishing.time(), metrics.unpublished.count_exceptions():
            return _build(ledger, settings)


def try_publish(ledger: Ledger, settings: Settings) -> Snapshot | None:
    """Publish what the ledger has taken already; where that fails it is logged, and the server tries again later."""
    try:
        return publish(ledger, settings)
    except MaturityError as error:
        log.warning("not published: %s", error)
        return None


def catch_up(ledger: Ledger, settings: Settings) -> None:
    """Publish if the snapshot is damaged or the ledger went on; else this is two small queries.

    Raises:
        MaturityError: as `publish`.
    """
    snapshot = named_snapshot(settings.snapshots)
    try:
        is_shown = snapshot is not None and mark_of(snapshot).version == ledger.version()
    except StoreBusy:
        is_shown = False
    if not is_shown:
        publish(ledger, settings)


def _build(ledger: Ledger, settings: Settings) -> Snapshot:
    end = ledger.end()
    tables = _tables(ledger, reference_in_force(ledger, settings), end)
    snapshot = build_snapshot(settings.snapshots, tables, kept=_named_by_meetings(ledger))
    if settings.public_url is not None:  # without sign-in only an export asks for them
        for audience in ("council", "public"):
            build_audience(snapshot, audience)
    log.info("published %s with %d entries", snapshot.name, end.version)
    return snapshot


def _named_by_meetings(ledger: Ledger) -> set[str]:
    """The snapshots on which meetings decided: their answers can be looked up as the meeting saw them."""
    return {str(entry.payload.get("snapshot", "")) for entry in ledger.entries("decision")}


def find_current(ledger: Ledger, settings: Settings) -> Snapshot | None:
    """Return the published snapshot if it is whole and shows ledger, reference data and program as they are now."""
    snapshot = named_snapshot(settings.snapshots)
    if snapshot is None:
        return None
    try:
        origin = query(snapshot, "snapshot_origin").iloc[0]
    except StoreBusy:
        return None
    reference = reference_in_force(ledger, settings)
    is_current = (origin["ledger_version"], origin["origin_hash"]) == (ledger.version(), _origin_hash(reference))
    return snapshot if is_current else None


def _origin_hash(reference: Reference) -> str:
    # A network without parameters of its own takes ours: a new one of them must show there as well.
    return hashlib.sha256((reference.hash + schema_hash()).encode() + SHIPPED_PARAMETERS.read_bytes()).hexdigest()


def parameters_in_force(ledger: Ledger, reference: Reference) -> dict[str, Parameter]:
    """Return the decided numbers: ours, under the network's own, under what was changed since."""
    return in_force(_written(reference), [entry.payload for entry in ledger.entries("parameter")])


def _written(reference: Reference) -> dict[str, Parameter]:
    return {**parse_parameters(SHIPPED_PARAMETERS.read_text("utf-8")), **parse_parameters(reference.parameters)}


def _tables(ledger: Ledger, reference: Reference, end: Mark) -> dict[str, pd.DataFrame | pa.Table]:
    changes = [entry.payload for entry in ledger.entries("parameter")]
    parameters = by_wave(_written(reference), changes, list(reference.waves["wave_id"]))
    network = {key: value for key, value in reference.network.items() if isinstance(value, str)}
    network["languages"] = " ".join(reference.network["languages"])
    return {
        "ref_network": pd.DataFrame([network]),
        "ref_cities": with_distinct_names(reference.cities).rename(columns={"name": "city_name"}),
        "ref_memberships": reference.memberships,
        "ref_waves": reference.waves.assign(position=range(len(reference.waves))),
        "ref_dimensions": reference.dimensions,
        "ref_topics": reference.topics,
        "ref_weights": weights_by_wave(reference),
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
                    "ledger_version": end.version,
                    "ledger_hash": end.hash,
                    "reference_version": reference.version,
                    "origin_hash": _origin_hash(reference),
                }
            ]
        ),
    }


def weights_by_wave(reference: Reference) -> pd.DataFrame:
    """Return what each topic and its dimension weigh in each wave: as their tables or, from a wave on, `weights` say.

    Returns:
        One row per wave and topic: wave_id, topic_id, topic_weight, dimension_weight.
    """
    waves = list(reference.waves["wave_id"])
    changes = reference.weights.assign(place=reference.weights["from_wave"].map({w: n for n, w in enumerate(waves)}))
    changes = changes.sort_values("place", kind="stable")

    def of(kind: str, usual: pd.DataFrame, number: int) -> dict[str, float]:
        decided = changes.loc[(changes["kind"] == kind) & (changes["place"] <= number)]
        base = dict(zip(usual[f"{kind}_id"], usual["weight"], strict=True))
        return base | dict(zip(decided["target_id"], decided["weight"], strict=True))

    topics = reference.topics[["topic_id", "dimension_id"]]
    rows = [
        topics.assign(
            wave_id=wave_id,
            topic_weight=topics["topic_id"].map(of("topic", reference.topics, number)),
            dimension_weight=topics["dimension_id"].map(of("dimension", reference.dimensions, number)),
        )
        for number, wave_id in enumerate(waves)
    ]
    return pd.concat(rows)[["wave_id", "topic_id", "topic_weight", "dimension_weight"]]


def without_contacts(values: pa.Table) -> pa.Table:
    """Leave out mailboxes: they are read from the ledger, for members only, and must be erasable."""
    return values.filter(pc.not_equal(values["item_id"].cast(pa.string()), "contact"))
