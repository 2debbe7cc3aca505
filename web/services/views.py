"""Views that people keep by name: what was asked for, on which data, and the numbers it showed then."""

from typing import Any, NamedTuple

from maturity.errors import InvalidInput
from maturity.language import _
from maturity.rights import Actor
from web.services import snapshot
from web.services.opened import ledger
from web.services.snapshot import remember_entries

# A view of more numbers keeps its totals only: the ledger is no data store.
MOST_NUMBERS = 2_000
Number = tuple[str | None, str | None, str | None, str, str]


class SavedView(NamedTuple):
    """A view as it was kept: `numbers` by group, row, column, wave and measure."""

    view_id: int
    name: str
    at: str
    snapshot: str
    address: dict[str, str]
    numbers: dict[Number, float]


def keep(actor: Actor, name: str, *, address: dict[str, str], numbers: dict[Number, float]) -> int:
    """Keep a view under a name; return its number.

    Args:
        actor: needs the right to keep a view.
        name: what it is called; the same name again is a newer view beside the older one.
        address: the address parameters of the view, as `pivots.write` makes them.
        numbers: what it shows now; of very many only the totals are kept.

    Raises:
        InvalidInput: the name is empty.
        NotPermitted, LedgerUnwritable: nothing was recorded.
    """
    ledger().require(actor, "keep_view")
    if not name.strip():
        raise InvalidInput(what=_("The name"), value=_("empty"), expected=_("a few words"))
    if len(numbers) > MOST_NUMBERS:
        numbers = {key: value for key, value in numbers.items() if key[1] is None}
    payload: dict[str, Any] = {
        "name": name.strip(),
        "address": address,
        "snapshot": snapshot.snapshot().name,
        "numbers": [[*key, value] for key, value in numbers.items()],
    }
    return ledger().record(actor, "view", payload).sequence


def all_views() -> list[SavedView]:
    """Return every view kept, newest first. Shared: never change it."""
    return remember_entries(_all_views)


def _all_views() -> list[SavedView]:
    return [
        SavedView(
            view_id=entry.sequence,
            name=entry.payload["name"],
            at=entry.at,
            snapshot=entry.payload["snapshot"],
            address=entry.payload["address"],
            numbers={tuple(row[:5]): float(row[5]) for row in entry.payload["numbers"]},
        )
        for entry in reversed(ledger().entries("view"))
    ]


def find(view_id: str) -> SavedView | None:
    """Return the view of this number, None if there is none."""
    return next((view for view in all_views() if str(view.view_id) == view_id), None)
