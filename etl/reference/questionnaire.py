"""The questionnaire of one wave: a question belongs to the waves from its first one to its last one."""

from dataclasses import replace
from functools import lru_cache

from etl.reference.read import Reference


@lru_cache(maxsize=16)
def asked_in(reference: Reference, wave_id: str) -> Reference:
    """Return the reference data with the questions asked in a wave; waves come in the order of their table."""
    place = {str(wave): number for number, wave in enumerate(reference.waves["wave_id"])}
    first = reference.questions["asked_from"].map(lambda wave: place.get(wave, -1))
    last = reference.questions["asked_until"].map(lambda wave: place.get(wave, len(place)))
    is_asked = (first <= place[wave_id]) & (last >= place[wave_id])
    return reference if is_asked.all() else replace(reference, questions=reference.questions.loc[is_asked])
