"""What an audience does not see: how much of a snapshot was left out for it, and why, in words."""

from maturity.language import N_, _, number
from maturity.rights import Audience
from maturity.rows import rows_of
from maturity.store import Snapshot, query

REASONS: dict[tuple[str, Audience], str] = {
    ("sensitive", "council"): N_("Left out, because the topic is sensitive: answers {answers}, cities {cities}."),
    ("sensitive", "public"): N_("Left out, because the topic is sensitive: answers {answers}, cities {cities}."),
    ("not_released", "council"): N_(
        "Left out, because the city shows them to the network only: answers {answers}, cities {cities}."
    ),
    ("not_released", "public"): N_(
        "Left out, because the city did not make them public: answers {answers}, cities {cities}."
    ),
}


def left_out_words(snapshot: Snapshot, *, wave_id: str | None = None) -> list[str]:
    """Say how many answers an audience's snapshot leaves out, and why; nothing where it holds all.

    Args:
        snapshot: of an audience smaller than the network.
        wave_id: of this wave alone; None: of all.
    """
    return [
        _(REASONS[row.reason, snapshot.audience]).format(
            answers=number(row.answer_count), cities=number(row.city_count)
        )
        for row in rows_of(query(snapshot, "snapshot_left_out", wave_id=wave_id))
    ]
