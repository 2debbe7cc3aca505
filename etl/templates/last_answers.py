"""What a city answered last: the start of its next questionnaire."""

import pandas as pd

from etl.reference.read import Reference
from maturity.ledger import Ledger


def last_answers(ledger: Ledger, reference: Reference, *, city_id: str, wave_id: str) -> pd.DataFrame | None:
    """Return a city's newest answers: of this wave or the last one before it.

    Invented answers never start a real wave, nor real ones a sample wave.

    Returns:
        One row per answer with the ledger's columns, or None where the city has not answered yet.
    """
    waves = reference.waves.reset_index(names="place").set_index("wave_id")
    own = waves.loc[wave_id]
    usable = waves.loc[(waves["is_sample"] == own["is_sample"]) & (waves["place"] <= own["place"])]
    found = ledger.submissions().loc[lambda rows: rows["is_in_force"] & (rows["city_id"] == city_id)]
    found = found.loc[found["wave_id"].isin(usable.index)]
    if found.empty:
        return None
    submission_id, newest = max(
        zip(found["submission_id"], found["wave_id"], strict=True), key=lambda one: int(waves["place"][one[1]])
    )
    values = ledger.values_of(int(submission_id))
    own_rows: pd.DataFrame = values.loc[(values["city_id"] == city_id) & (values["wave_id"] == newest)]
    return own_rows
