"""What the transfer page says about one topic: who can help us, why, and how to reach them."""

from html import escape
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from maturity.analysis.scores import LEVEL_WIDTH
from maturity.analysis.transfer import find_teachers
from maturity.analysis.transfer.network import ONE_LEVEL
from maturity.language import _, number
from maturity.rows import rows_of
from web.services import contacts, naming, snapshot
from web.services.naming import listed
from web.shared import markup
from web.transfer.cities import network


def teachers(wave_id: str, city_id: str, topic_id: str) -> pd.DataFrame:
    """Who could help a city with a topic, whether or not it calls the topic important.

    Returns:
        One row per teacher, best first, who declined last: teacher_id, teacher_score, share, assets, has_practice,
        difference (points ahead, at least one level; NaN where the city's own score is unknown: then everyone who is
        strong), same_product, form (of the teacher's answers).
    """
    found = find_teachers(snapshot.remember(network, wave_id=wave_id, willing_only=False), topic_id)
    own = own_score(wave_id, city_id, topic_id)
    found = found.loc[found["teacher_id"] != city_id]
    found = found.assign(difference=found["teacher_score"] - (np.nan if own is None else own))
    if own is not None:
        found = found.loc[found["difference"].round(9) >= ONE_LEVEL]
    products = _by_city(snapshot.table("planning", wave_id=wave_id), topic_id, "product_id")
    forms = _by_city(snapshot.topic_scores(wave_id), topic_id, "form")
    same = found["teacher_id"].map(products).eq(products.get(city_id, ""))
    return found.assign(same_product=same, form=found["teacher_id"].map(forms))


def _by_city(table: pd.DataFrame, topic_id: str, column: str) -> dict[str, str]:
    rows = table.loc[table["topic_id"] == topic_id].dropna(subset=column)
    return dict(zip(rows["city_id"], rows[column], strict=True))


def own_score(wave_id: str, city_id: str, topic_id: str) -> float | None:
    """The points of a city in a topic, None if unknown."""
    scores = snapshot.topic_scores(wave_id)
    own = scores.loc[(scores["city_id"] == city_id) & (scores["topic_id"] == topic_id), "score"]
    return None if own.isna().all() else float(own.iloc[0])


def help_sentence(wave_id: str, city_id: str, topic_id: str) -> str:
    """Answer: who can help us with this topic?"""
    found = snapshot.remember(teachers, wave_id=wave_id, city_id=city_id, topic_id=topic_id)
    names, own = naming.names(wave_id), own_score(wave_id, city_id, topic_id)
    words = {"city": names.cities[city_id], "topic": names.topics[topic_id]}
    willing = list(found.loc[found["share"] != 0, "teacher_id"].map(names.cities))
    if own is None and not willing:
        return _("How far {city} is with {topic} is unknown, and no city is far enough to help.").format(**words)
    if own is None:
        text = _("How far {city} is with {topic} is unknown. Far enough to help: {teachers}.")
        return text.format(**words, teachers=listed(willing))
    words["points"] = number(own, 1)
    if willing:
        text = _("{city} can get help with {topic} from {teachers}: at least one level ahead of its {points} points.")
        return text.format(**words, teachers=listed(willing))
    if own >= LEVEL_WIDTH * snapshot.parameter("strong_level", wave_id):
        text = _("{city} is itself well ahead in {topic}: {points} points. Nobody is a whole level ahead.")
        return text.format(**words)
    return _("No city of the network can help {city} with {topic} at present.").format(**words)


def teachers_html(wave_id: str, city_id: str, topic_id: str, with_mailbox: bool) -> str:
    """Whom to ask about a topic, with the reasons and the way to the good practice."""
    found, names = (
        snapshot.remember(teachers, wave_id=wave_id, city_id=city_id, topic_id=topic_id),
        naming.names(wave_id),
    )
    mailboxes = contacts.mailboxes(wave_id) if with_mailbox else {}
    items = []
    for row in rows_of(found):
        lines = [escape(text) for text in _reasons(row)]
        if row.has_practice:
            link = _("example below")
            lines.append(f'<a href="#{practice_anchor(row.teacher_id, topic_id)}" target="_self">{escape(link)}</a>')
        if row.teacher_id in mailboxes:
            lines.append(escape(mailboxes[row.teacher_id]))
        points = _("{points} points").format(points=number(row.teacher_score, 1))
        items.append((f"{names.cities[row.teacher_id]}: {points}", "; ".join(lines)))
    return markup.listing(items) if items else markup.note(_("Nobody at present."))


def practice_anchor(city_id: str, topic_id: str) -> str:
    """The place of a practice's card on the page."""
    return f"praxis-{city_id}-{topic_id}"


def _reasons(row: Any) -> list[str]:
    """Why this city, in words; what is unknown is said."""
    lines = []
    if not pd.isna(row.difference):
        lines.append(_("{points} points ahead").format(points=number(row.difference, 1)))
    if row.same_product:
        lines.append(_("uses the same product"))
    lines.append(willingness(row.share))
    if row.assets:
        lines.append(_("can share: {assets}").format(assets=naming.of_codes("assets", row.assets)))
    if row.form == "core":
        lines.append(_("from the short survey only"))
    return lines


def willingness(share: float) -> str:
    """How ready a city is to share, in words."""
    if pd.isna(share):
        return _("readiness to share unknown")
    if share == 0:
        return _("does not want to share at present")
    return _("offers: {kind}").format(kind=naming.codes("share").get(str(int(share)), str(int(share))))


class Content(NamedTuple):
    """What the page says about one topic, made once per snapshot."""

    answer: str
    teachers: str


def content(wave_id: str, city_id: str, topic_id: str, with_mailbox: bool) -> Content:
    """Write what the page says about one topic."""
    return Content(
        answer=help_sentence(wave_id, city_id, topic_id),
        teachers=teachers_html(wave_id, city_id, topic_id, with_mailbox),
    )
