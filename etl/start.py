"""First start and every start: a data directory, its sample answers, and a snapshot that is up to date."""

import logging
import shutil
from collections.abc import Sequence
from pathlib import Path

from etl.ingest import ingest
from etl.opening import open_network
from etl.publish import publish
from etl.reference.versions import changed_files, record_first, reference_in_force
from maturity.errors import DataDirectoryInvalid
from maturity.ledger import Ledger
from maturity.ledger.chain import sha256
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import PROJECT, Settings
from maturity.store import Snapshot

_log = logging.getLogger(__name__)


def prepare(settings: Settings) -> Snapshot:
    """Bring the data directory to the point where pages can be shown; return the snapshot.

    An empty or absent directory gets the shipped example network. An empty ledger takes the sample answers, if any.

    Raises:
        DataDirectoryInvalid: the directory holds files, but no reference data.
        MaturityError: the ledger or the store cannot be used.
    """
    ensure_reference(settings)
    ledger = open_network(settings)
    record_first(ledger, settings)
    _say_changed_files(ledger, settings)
    samples = sorted(settings.sample.glob("*/*.csv"))
    if _lacks_samples(ledger, samples):
        _take_samples(samples, settings, ledger)
    # The ledger is the truth: whatever is wrong with a snapshot, it is built again.
    return publish(ledger, settings)


def _lacks_samples(ledger: Ledger, samples: Sequence[Path]) -> bool:
    """Tell whether this is a first start, or one that was interrupted: nothing but samples, and not all of them."""
    taken = {entry.payload["file_sha256"] for entry in ledger.entries("submission")}
    known = {sha256(path.read_bytes()) for path in samples}
    return taken < known


def ensure_reference(settings: Settings) -> None:
    """Fill an empty or absent data directory with the example network.

    Raises:
        DataDirectoryInvalid: the directory holds files, but no reference data.
    """
    if settings.reference.is_dir():
        return
    if settings.data.exists() and any(settings.data.iterdir()):
        raise DataDirectoryInvalid(directory=settings.data, missing="reference")
    for folder in ("reference", "sample"):
        shutil.copytree(PROJECT / "data" / folder, settings.data / folder)


def _say_changed_files(ledger: Ledger, settings: Settings) -> None:
    """Log which files on disk are not the reference data in force."""
    changed = changed_files(reference_in_force(ledger, settings), settings)
    if changed:
        _log.warning("not in force until “python -m etl reference import %s”: %s", settings.reference, changed)


def _take_samples(files: Sequence[Path], settings: Settings, ledger: Ledger) -> None:
    reference = reference_in_force(ledger, settings)
    for file in files:
        ingest(
            file.read_bytes(),
            name=file.name,
            actor=LOCAL_COORDINATOR,
            ledger=ledger,
            reference=reference,
            settings=settings,
            publish=False,
        )
