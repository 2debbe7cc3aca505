"""Who works on what in a wave: several pages show it."""

import pandas as pd

from maturity.analysis.overlaps.activity import find_overlaps
from web.services import naming, snapshot


def overlaps(wave_id: str) -> pd.DataFrame:
    """Return `find_overlaps` of a wave with the topics' names, once per snapshot."""
    return snapshot.remember(_overlaps, wave_id=wave_id)


def _overlaps(wave_id: str) -> pd.DataFrame:
    found = find_overlaps(snapshot.topic_scores(wave_id), snapshot.table("planning", wave_id=wave_id), wave_id=wave_id)
    return found.assign(topic_name=found["topic_id"].map(naming.names(wave_id).topics))
