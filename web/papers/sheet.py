"""What every paper carries: whose it is, which wave and data, how complete, whether invented, what is left out."""

from collections.abc import Iterable
from datetime import datetime

import pandas as pd

from maturity.clock import moment
from maturity.language import _, ngettext, number
from maturity.reports.outline import Block, Document, Facts
from web.services import naming, snapshot

# The answers of this share of the questions or more are called complete; below it the paper says how many.
POINTS_DIGITS = 1


def document(title: str, subtitle: str, blocks: Iterable[Block], *, wave_id: str, is_sample: bool) -> Document:
    """Put a paper together."""
    network = str(snapshot.network()["name"])
    return Document(
        title=title,
        subtitle=subtitle,
        author=network,
        notice=_notice(wave_id, is_sample),
        footer=f"{network} · {title} · {wave_id} · {data_version()}",
        blocks=tuple(blocks),
    )


def _notice(wave_id: str, is_sample: bool) -> str:
    """Say that answers are invented, or that the paper holds some that are not meant for councils; else nothing."""
    if is_sample:
        return _("Sample data: invented answers, no statement about the cities")
    count = snapshot.unreleased_count(wave_id)
    return (
        ngettext(
            "For the network only: {count} city has not released its answers to city councils",
            "For the network only: {count} cities have not released their answers to city councils",
            count,
        ).format(count=count)
        if count
        else ""
    )


def data_version() -> str:
    """Name the published data for readers: `Datenstand Nr. 2 vom 24.11.2026`."""
    return _("data version {snapshot}").format(snapshot=naming.data_version())


def facts(wave_id: str, *more: tuple[str, str]) -> Facts:
    """The head of a paper: wave, answers, data version, and what the paper adds."""
    waves = snapshot.waves().set_index("wave_id")
    sources = snapshot.table("wave_sources").set_index("wave_id").loc[wave_id]
    submitted = _("{submitted} of {members} cities").format(
        submitted=sources["submitted_count"], members=sources["member_count"]
    )
    rows = [(_("Wave"), naming.of_waves(waves.reset_index())[wave_id]), (_("Answers of"), submitted), *more]
    if pd.notna(sources["last_at"]):
        rows.append((_("As of"), f"{moment(_time(sources['last_at']))} ({data_version()})"))
    return Facts(tuple(rows))


def _time(value: object) -> datetime:
    return pd.Timestamp(str(value)).to_pydatetime()


def points(value: float) -> str:
    """Write points with one decimal, a dash for none."""
    return "–" if pd.isna(value) else number(value, POINTS_DIGITS)


def or_none(value: float) -> float | None:
    """Return a number for a drawing, None for a missing one."""
    return None if pd.isna(value) else float(value)


def left_out(topic_ids: Iterable[str]) -> str:
    """Say how many topics a public paper leaves out and why; empty if none."""
    count = len(set(topic_ids) & set(snapshot.sensitive_topics()))
    if not count:
        return ""
    return ngettext(
        "{count} topic is left out: answers on security stay inside the network.",
        "{count} topics are left out: answers on security stay inside the network.",
        count,
    ).format(count=count)


def public(rows: pd.DataFrame) -> pd.DataFrame:
    """Leave out the topics whose answers stay inside the network; `rows` has topic_id."""
    return rows.loc[~rows["topic_id"].isin(snapshot.sensitive_topics())].reset_index(drop=True)
