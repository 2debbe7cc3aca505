"""Queries that analysts write themselves, and the tables they may ask."""

import pandas as pd

from maturity.language import N_, _
from maturity.rights import Actor
from maturity.store.analyst import ask
from web.services import snapshot
from web.services.opened import ledger

TABLES: dict[str, str] = {
    "mart_answers": N_("one row per city, wave and question asked: the answer in force, or none"),
    "mart_topic_scores": N_("one row per city, wave and topic: score, bounds, coverage, level"),
    "mart_dimension_scores": N_("one row per city, wave and dimension"),
    "mart_index": N_("one row per city and wave: the index"),
    "mart_planning": N_("one row per city, wave and topic with a planning answer"),
    "mart_city_planning": N_("one row per city and wave with an answer about the city itself"),
    "mart_waves": N_("one row per wave: members, and how many have answered"),
    "ref_cities": N_("one row per city"),
    "ref_topics": N_("one row per topic"),
    "ref_questions": N_("one row per question"),
    "ref_options": N_("one row per permitted answer of a question"),
}
EXAMPLES: dict[str, str] = {
    N_("Mean score by county"): (
        "select c.county, s.wave_id, round(avg(s.score), 1) as mean_score, count(s.score) as scored\n"
        "from mart_topic_scores as s join ref_cities as c using (city_id)\ngroup by all order by all"
    ),
    N_("Which answers were chosen how often"): (
        "select q.question_id, q.text_de, a.code, count(*) as cities\n"
        "from mart_answers as a join ref_questions as q using (question_id)\n"
        "where a.wave_id = '2026-2' and a.code is not null\ngroup by all order by all"
    ),
    N_("Projects in operation below level 3"): (
        "select c.city_name, s.topic_id, s.level, p.product\n"
        "from mart_planning as p join mart_topic_scores as s using (city_id, wave_id, topic_id)\n"
        "join ref_cities as c using (city_id)\nwhere p.status = 'betrieb' and s.level < 3\norder by all"
    ),
}


def run(actor: Actor, text: str) -> pd.DataFrame:
    """Run a query of an analyst. See `store.analyst.ask`.

    Raises:
        NotPermitted: the actor is neither analyst nor coordinator.
        QueryRefused: the query may not run or is too large.
    """
    ledger().require(actor, "query")
    return ask(snapshot.snapshot(), text)


def schema() -> pd.DataFrame:
    """One row per table: its name, what a row is in the reader's language, its columns with their types."""
    columns = snapshot.table("schema_columns")
    rows = [
        (name, _(meaning), ", ".join(_column(row) for row in columns.loc[columns["table_name"] == name].itertuples()))
        for name, meaning in TABLES.items()
    ]
    return pd.DataFrame(rows, columns=["table_name", "meaning", "columns"])


def _column(row: object) -> str:
    return f"{row.column_name} ({str(row.data_type).lower()})"  # type: ignore[attr-defined]
