"""The only cache of the pages: by the snapshot's name or the ledger's version, so that news shows without a restart.

Beside it stand only what is opened once (`opened`) and `lru_cache` on pure functions of the reference data.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import TypeVar, cast

import pandas as pd
import streamlit as st

from etl.audiences import left_out_words
from maturity import store
from maturity.errors import StoreBusy, StoreMissing
from maturity.language import _, current, text_of
from maturity.rights import Actor, Audience, audience_of
from maturity.rows import rows_of
from maturity.settings import load
from web.services import opened

NOBODY = Actor(name="", role="visitor")
# Who looks, for the run of one page or the answer to one request. As long as nobody said so, it is everybody.
_reader: ContextVar[Actor | None] = ContextVar("reader", default=None)


def show_to(actor: Actor | None) -> None:
    """From here on, in this context, show what this actor's audience may see and nothing else."""
    _reader.set(actor)


def reader() -> Actor | None:
    """Return to whom this context shows; for what is made later, outside of the page's run."""
    return _reader.get()


def audience() -> Audience:
    """Return for whom the snapshot is that this context reads."""
    actor = _reader.get()
    return ("public" if load().public_url else "network") if actor is None else audience_of(actor)


def snapshot() -> store.Snapshot:
    """Return the published snapshot, as the audience may see it.

    Raises:
        StoreMissing: nothing has been published.
    """
    return store.snapshot_for(store.current_snapshot(load().snapshots), audience())


T = TypeVar("T")


@st.cache_resource(max_entries=400, show_spinner=False)
def _made(key: str, _make: Callable[[], object]) -> object:
    """The cache itself. Keys are plain texts: hashing anything else costs more than most of what is made here."""
    return _make()


def table(statement: str, **values: object) -> pd.DataFrame:
    """Run one statement of `maturity/store/sql` against the published snapshot, cached."""
    try:
        return _table(snapshot(), statement, **values)
    except StoreBusy:
        return _table(snapshot(), statement, **values)  # found damaged just now: the last good one is there


def _table(published: store.Snapshot, statement: str, **values: object) -> pd.DataFrame:
    key = f"{published}|{statement}|{sorted(values.items())}"
    rows = _made(key, lambda: store.query(published, statement, **values))
    # A view onto the cached table: pandas copies it when, and only when, the caller changes something.
    return cast("pd.DataFrame", rows).copy(deep=False)


def remember(build: Callable[..., T], **values: object) -> T:
    """Return what `build(**values)` makes, once per snapshot and language. The result is shared: never change it."""
    # Every page script is called __main__: only the file tells two functions of the same name apart.
    name = f"{build.__code__.co_filename}:{build.__qualname__}"
    key = f"{snapshot()}|{current()}|{name}|{sorted(values.items())}"
    return cast("T", _made(key, lambda: build(**values)))


def remember_entries(build: Callable[..., T], **values: object) -> T:
    """Return what `build(**values)` makes of the ledger, once per state of it. Shared: never change it.

    Raises:
        NotPermitted: entries name reasons, accounts and cities; they are for members of the network.
    """
    if audience() != "network":
        raise opened.ledger().refused(_reader.get() or NOBODY, "read_network", None)
    key = f"{load().ledger_url}|{opened.version()}|{build.__module__}.{build.__qualname__}|{sorted(values.items())}"
    return cast("T", _made(key, lambda: build(**values)))


def shows(sequence: int) -> bool:
    """Tell whether the published snapshot was built from the ledger's entry of this number."""
    return int(table("snapshot_origin")["ledger_version"].iloc[0]) >= sequence


def audience_words(wave_id: str | None) -> str:
    """Say for whom the figures are made and how much of a wave (None: of all) they leave out, and why."""
    for_whom = {
        "council": _("You see what the cities have released to city councils."),
        "public": _("You see what the cities have made public."),
    }
    return " ".join([for_whom[audience()], *left_out_words(snapshot(), wave_id=wave_id)])


def unreleased_count(wave_id: str) -> int:
    """Count the cities whose answers in a wave are for the network alone."""
    about_city = table("city_planning", wave_id=wave_id)
    released = about_city.loc[about_city["visibility"].isin(store.RELEASED["council"]), "city_id"]
    members = cities(wave_id)
    return int((members["has_submitted"] & ~members["city_id"].isin(released)).sum())


def parameter(parameter_id: str, wave_id: str) -> float:
    """Return a decided number as it holds in a wave; the empty id stands for the newest."""
    return remember(_parameters)[wave_id, parameter_id]


def _parameters() -> dict[tuple[str, str], float]:
    newest, waves = table("parameters").assign(wave_id=""), table("wave_parameters")
    return {(row.wave_id, row.parameter_id): float(row.value) for rows in (newest, waves) for row in rows_of(rows)}


def parameters(wave_id: str) -> pd.DataFrame:
    """One row per parameter in force in a wave: parameter_id, value, unit, reason_de, reason_en, since."""
    rows = table("wave_parameters")
    return rows.loc[rows["wave_id"] == wave_id] if wave_id else table("parameters")


def network() -> pd.Series:
    """The network's name, short_name, coordinator, currency, city_key: the same for every audience."""
    published = store.current_snapshot(load().snapshots)
    return cast("pd.Series", _made(f"{published}|network row", lambda: _table(published, "network").iloc[0]))


def languages() -> list[str]:
    """The languages that the network offers, its own first."""
    try:
        return str(network()["languages"]).split() or ["de"]
    except (StoreMissing, StoreBusy):
        return ["de"]  # the page says what is wrong with the store, in some language


def waves() -> pd.DataFrame:
    """One row per wave: wave_id, label, is_sample, member_count, submitted_count."""
    return table("waves")


def cities(wave_id: str) -> pd.DataFrame:
    """One row per member in the wave, by name: city_id, city_name, has_submitted, form."""
    return table("members", wave_id=wave_id)


def topics() -> pd.DataFrame:
    """One row per topic in its order: topic_id, topic_name in the reader's language, dimension_id, is_sensitive."""
    return remember(_topics)


def _topics() -> pd.DataFrame:
    rows = table("topics")
    return rows.assign(topic_name=_names(rows, "name"), long_name=_names(rows, "long_name"))


def levels() -> dict[int, str]:
    """The wording of each level in the reader's language; empty words if the network names none."""
    return remember(_levels)


def _levels() -> dict[int, str]:
    rows = table("levels")
    return dict.fromkeys(range(5), "") | dict(zip(rows["level"].astype(int), _names(rows, "name"), strict=True))


def topic_scores(wave_id: str) -> pd.DataFrame:
    """One row per member and topic in the wave, also of members without answers: score, bounds, coverage, level."""
    return table("topic_scores", wave_id=wave_id)


def _names(rows: pd.DataFrame, name: str) -> list[str]:
    """The texts `<name>_de` or `<name>_en` of each row, German where there is no other."""
    if f"{name}_{current()}" not in rows:
        return [str(text) for text in rows[f"{name}_de"]]
    return [text_of(row, name) for row in rows.to_dict("records")]


def sensitive_topics() -> tuple[str, ...]:
    """The topics whose answers stay inside the network."""
    return remember(_sensitive_topics)


def _sensitive_topics() -> tuple[str, ...]:
    rows = topics()
    return tuple(rows.loc[rows["is_sensitive"].astype(bool), "topic_id"])
