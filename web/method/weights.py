"""Weights to try out: sliders of this visit alone, and which statements they would turn."""

import pandas as pd
import streamlit as st

from maturity.analysis.overlaps.gaps import common_gaps
from maturity.analysis.robustness import Robustness
from maturity.analysis.robustness.weights import benefit_of_the_doubt, effective_weights
from maturity.language import _, ngettext, number, percent
from maturity.rows import rows_of
from web.method import firmness
from web.services import naming, robustness, snapshot
from web.services.naming import listed
from web.services.robustness import Weights
from web.shared import markup

WEIGHTS = [step / 4 for step in range(13)]
COLUMNS = 4
TOP_GAPS = 3
FLIPS_SHOWN = 8


def choose_weights() -> Weights:
    """Offer a slider per dimension, on request per topic; return the weights that differ from 1. Nothing is stored."""
    dimensions = firmness.dimension_names()
    chosen: dict[str, float] = {}
    if len(dimensions) > 1:
        chosen |= _sliders(dimensions)
    every_topic, reset = st.columns([3, 1], vertical_alignment="center")
    if len(dimensions) < 2 or every_topic.toggle(_("Weigh single topics"), key="method_single", bind="query-params"):
        topics = snapshot.topics()
        chosen |= _sliders(dict(zip(topics["topic_id"], topics["topic_name"], strict=True)))
    reset.button(_("All equal again"), key="method_equal", on_click=_reset, args=(list(chosen),))
    return tuple(sorted((id_, weight) for id_, weight in chosen.items() if weight != 1))


def _sliders(names: dict[str, str]) -> dict[str, float]:
    places = st.columns(COLUMNS)
    # Written once: formatting a number costs more than the slider's own part of it.
    texts = {weight: number(weight, 2) for weight in WEIGHTS}
    return {
        id_: places[place % COLUMNS].select_slider(
            name, WEIGHTS, 1.0, format_func=texts.__getitem__, key=_key(id_), bind="query-params"
        )
        for place, (id_, name) in enumerate(names.items())
    }


def _key(id_: str) -> str:
    return f"method_weight_{id_}"


def _reset(ids: list[str]) -> None:
    for id_ in ids:
        st.session_state[_key(id_)] = 1.0


def effects(wave_id: str, weights: Weights) -> str:
    """Write which statements change under these weights: order of pairs, bands, largest common gaps."""
    if not weights:
        text = _("Move a slider: here you see which statements change.")
        return markup.note(text)
    before, after = robustness.simulation(wave_id), robustness.simulation(wave_id, weights=weights)
    if before is None or after is None:
        text = _("With these weights there are too few, or too many, cities to compare.")
        return markup.note(text)
    sentences = [*_flips(before, after, wave_id), *_moved_bands(wave_id, weights), *_moved_gaps(wave_id, weights)]
    return markup.bullets(sentences)


def _flips(before: Robustness, after: Robustness, wave_id: str) -> list[str]:
    """The pairs whose order turns around."""
    names = naming.names(wave_id).cities
    old, new = (result.cities.set_index("city_id")["rank"].dropna() for result in (before, after))
    both = [city_id for city_id in old.index if city_id in new.index]
    pairs = [(first, second) for first in both for second in both if old[first] < old[second]]
    turned = [(first, second) for first, second in pairs if new[first] > new[second]]
    count = ngettext("{turned} of {count} pair turns around.", "{turned} of {count} pairs turn around.", len(pairs))
    now = _("{second} now ahead of {first}")
    words = [now.format(first=names[first], second=names[second]) for first, second in turned[:FLIPS_SHOWN]]
    return [" ".join([count.format(turned=len(turned), count=len(pairs)), *([listed(words) + "."] if words else [])])]


def _moved_bands(wave_id: str, weights: Weights) -> list[str]:
    """The cities that another band now describes."""
    names = naming.names(wave_id).cities
    bands = {"leading": _("ahead of the middle"), "on_par": _("about the middle"), "behind": _("behind the middle")}
    both = robustness.bands(wave_id).merge(robustness.bands(wave_id, weights), on="city_id", suffixes=("_old", "_new"))
    moved = both.loc[both["band_old"].notna() & both["band_new"].notna() & (both["band_old"] != both["band_new"])]
    if moved.empty:
        return [_("Every city keeps its place ahead of, about or behind the middle.")]
    text = _("{city}: now {new} instead of {old}.")
    return [
        text.format(city=names[row.city_id], new=bands[row.band_new], old=bands[row.band_old]) for row in rows_of(moved)
    ]


def _moved_gaps(wave_id: str, weights: Weights) -> list[str]:
    """The largest common gaps, each weighed by what its topic counts."""
    gaps = common_gaps(snapshot.topic_scores(wave_id), wave_id=wave_id, target=snapshot.parameter("target", wave_id))
    if gaps.empty:
        return []
    names = naming.names(wave_id)
    old, new = (_largest(gaps, robustness.inputs(wave_id, weights=chosen)) for chosen in ((), weights))
    if set(old) == set(new):
        return [_("The largest common gaps, weighed by topic, stay the same.")]
    return [
        _("Largest common gaps, weighed by topic: now {new} instead of {old}.").format(
            new=names.of_topics(";".join(new)), old=names.of_topics(";".join(old))
        )
    ]


def _largest(gaps: pd.DataFrame, given: robustness.Inputs) -> list[str]:
    weighed = gaps.assign(weighed=gaps["mean_gap"] * gaps["topic_id"].map(_topic_weights(given)))
    weighed = weighed.sort_values(["weighed", "mean_gap", "topic_id"], ascending=[False, False, True])
    return list(weighed["topic_id"].head(TOP_GAPS))


def _topic_weights(given: robustness.Inputs) -> "pd.Series[float]":
    survey = given.survey
    table = effective_weights(list(survey.points.columns), parents=survey.parents, weights=survey.weights)
    return table.set_index("id")["effective_weight"]


def weight_table(wave_id: str, weights: Weights) -> str:
    """Write what each topic counts in the index, in force and as tried."""
    in_force, tried = (_topic_weights(robustness.inputs(wave_id, weights=chosen)) for chosen in ((), weights))
    topics = snapshot.topics()
    topics = topics.loc[topics["topic_id"].isin(in_force.index)]
    share = [percent_of(in_force[topic_id]) for topic_id in topics["topic_id"]]
    rows = pd.DataFrame({_("Topic"): topics["topic_name"], _("In force"): share})
    if weights:
        rows[_("Tried")] = [percent_of(tried[topic_id]) for topic_id in topics["topic_id"]]
    caption = _("What each topic counts in the index: the shares within its field and of the field, multiplied.")
    return markup.html_table(rows, caption=caption, numbers=list(rows.columns[1:]))


def percent_of(share: float) -> str:
    """A share with one decimal: the shares of topics differ little."""
    return f"{number(100 * share, 1)}\u00a0%"


def best_light(wave_id: str) -> str:
    """Write how near each city comes to the best under the weights it would choose for itself."""
    scores = snapshot.topic_scores(wave_id)
    wide = scores.pivot(index="city_name", columns="topic_id", values="score").astype(float)
    if wide.dropna().empty or len(wide) > robustness.MOST_CITIES:
        text = _("No city has a score in every topic.") if wide.dropna().empty else _("Too many cities to compare.")
        return markup.note(text)
    at_least = snapshot.parameter("weights_bod_at_least", wave_id)
    at_most = snapshot.parameter("weights_bod_at_most", wave_id)
    found = benefit_of_the_doubt(wide, at_least=at_least, at_most=at_most)
    unknown = _("not in all topics a score")
    rows = pd.DataFrame(
        {
            _("City"): wide.index,
            _("Share of the best city"): [
                unknown if pd.isna(share) else percent(share) for share in found["share_of_best"]
            ],
        }
    )
    caption = _(
        "Each city under the weights it would choose for itself, each topic between {low} and {high} times the equal "
        "weight. 100%: under some such weights nobody is ahead of it. A view, never a published score."
    ).format(low=number(at_least, 1), high=number(at_most, 1))
    return markup.html_table(rows, caption=caption, numbers=list(rows.columns[1:]))
