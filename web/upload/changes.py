"""What a file changes: answers against those in force, and the topic scores before and after."""

import pandas as pd
import streamlit as st

from etl.reference.read import Reference
from maturity.language import _, ngettext, number, text_of
from maturity.rows import rows_of
from web.services import naming, opened
from web.services.survey import Check
from web.shared import markup, messages
from web.upload.item_names import item_key, item_names

MOST_CHANGES = 100


def show_changes(checked: Check) -> None:
    """Show the answers and scores that change once the file is taken in."""
    known = opened.reference()
    changes, effects = checked.changes, checked.effects
    if changes.empty:
        messages.note(_("No answer changes: the city’s answers in force are the same."))
        return
    messages.note(change_sentence(checked))
    with st.expander(_("Answers that change"), expanded=not checked.new_parts):
        st.html(change_table(changes, known))
    if effects.empty:
        messages.note(_("No topic score changes."))
        return
    with st.expander(_("Topic scores before and after"), expanded=True):
        st.html(effect_table(effects, known))


def change_sentence(checked: Check) -> str:
    """Say how many answers change, and which cities answer for the first time."""
    names = naming.all_cities()
    count = len(checked.changes)
    text = ngettext("{count} answer changes.", "{count} answers change.", count).format(count=number(count))
    first = [f"{names[part.city_id]} ({part.wave_id})" for part in checked.new_parts]
    return text + (" " + _("First answers of: {names}.").format(names=naming.listed(first)) if first else "")


def change_table(changes: pd.DataFrame, known: Reference) -> str:
    """Write the changed answers with their wording, the first ones and their total if there are many."""
    names, cities = item_names(known), naming.all_cities()
    changes = in_survey_order(changes, known)
    has_several = changes[["city_id", "wave_id"]].drop_duplicates().shape[0] > 1
    rows = []
    for row in rows_of(changes.head(MOST_CHANGES)):
        key = item_key(row.topic_id, row.item, row.item_id)
        place = [f"{cities[row.city_id]}, {row.wave_id}"] if has_several else []
        rows.append([*place, names.get(key, key), row.before or _("no answer"), row.after or _("no answer")])
    headings = [*([_("City")] if has_several else []), _("Question or field"), _("Before"), _("After")]
    caption = _("Answers in force before and after this file.")
    if len(changes) > MOST_CHANGES:
        shown = _("Showing {shown} of {total} changes.")
        caption += " " + shown.format(shown=MOST_CHANGES, total=number(len(changes)))
    return markup.html_table(pd.DataFrame(rows, columns=headings), caption=caption)


def in_survey_order(changes: pd.DataFrame, known: Reference) -> pd.DataFrame:
    """Sort changes by city, wave and the order of the questionnaire."""
    order = {key: place for place, key in enumerate(item_names(known))}
    place = [order.get(item_key(row.topic_id, row.item, row.item_id), len(order)) for row in rows_of(changes)]
    return changes.assign(place=place).sort_values(["city_id", "wave_id", "place"], ignore_index=True)


def effect_table(effects: pd.DataFrame, known: Reference) -> str:
    """Write points and level of each topic that changes, before and after."""
    topics = {str(row["topic_id"]): text_of(row, "name") for row in known.topics.to_dict("records")}
    cities = naming.all_cities()
    rows = [
        (
            cities[row.city_id],
            row.wave_id,
            topics[row.topic_id],
            _points(row.score_before, row.level_before),
            _points(row.score_after, row.level_after),
        )
        for row in rows_of(effects.head(MOST_CHANGES))
    ]
    headings = [_("City"), _("Wave"), _("Topic"), _("Before"), _("After")]
    caption = _("Points 0 to 100 and level; “–”: too few answers for a score.")
    return markup.html_table(pd.DataFrame(rows, columns=headings), caption=caption, numbers=headings[3:])


def _points(score: float, level: float) -> str:
    if pd.isna(score):
        return markup.DASH
    return _("{points} points, level {level}").format(points=number(score, 1), level=int(level))
