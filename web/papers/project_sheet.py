"""Project sheet of a decided topic: who leads, who takes part, where everyone stands, what is to be agreed."""

from collections.abc import Iterator

import pandas as pd

from maturity.analysis.leads.rules import Decision
from maturity.language import _
from maturity.reports.outline import Block, Document, Facts, Heading, Paragraph, Table
from maturity.rows import rows_of
from web.papers import sheet
from web.services import naming, plans, snapshot


def project_sheet(wave_id: str, topic_id: str, is_sample: bool) -> Document:
    """Make the sheet of a topic whose lead is decided."""
    name = naming.names(wave_id).topics[topic_id]
    return sheet.document(
        _("Project sheet {topic}").format(topic=name),
        _("A joint project of the network"),
        _blocks(wave_id, topic_id),
        wave_id=wave_id,
        is_sample=is_sample,
    )


def decided_topics(wave_id: str) -> dict[str, str]:
    """The topics with a decided lead by id, in their order; those about security stay inside."""
    proposed, names = plans.solve(wave_id), naming.names(wave_id)
    closed = snapshot.sensitive_topics()
    decided = [topic_id for topic_id in names.topics if topic_id in proposed.decided and topic_id not in closed]
    return {topic_id: names.topics[topic_id] for topic_id in decided}


def _blocks(wave_id: str, topic_id: str) -> Iterator[Block]:
    proposed, names = plans.solve(wave_id), naming.names(wave_id)
    decision: Decision = proposed.decided[topic_id]
    yield sheet.facts(wave_id)
    yield Facts(
        (
            (_("Lead"), names.city(decision.city_id)),
            (_("Co-lead"), names.city(decision.co_city_id) if decision.co_city_id else "–"),
            (_("Reuse offered to"), names.of_cities(";".join(proposed.followers_of(topic_id))) or "–"),
            (_("Reason"), decision.reason or "–"),
        )
    )
    yield Heading(_("Where everyone stands"))
    yield _standing(wave_id, topic_id)
    yield Heading(_("To be agreed"))
    yield Paragraph(_("The lead fills this in together with its partners."))
    yield Table(
        (_("What"), _("Agreed")),
        tuple((what, "") for what in (_("Goal"), _("Start"), _("Budget"), _("Next step"), _("Responsible (function)"))),
        (35, 65),
    )


def _standing(wave_id: str, topic_id: str) -> Table:
    scores = snapshot.topic_scores(wave_id)
    plans_of = snapshot.table("planning", wave_id=wave_id)
    rows = scores.loc[scores["topic_id"] == topic_id].merge(
        plans_of.loc[plans_of["topic_id"] == topic_id, ["city_id", "status", "product", "start_planned"]],
        on="city_id", how="left", suffixes=("", "_plan"),
    )  # fmt: skip
    words = naming.codes("status")
    return Table(
        (_("City"), _("Level"), _("Points"), _("Project"), _("Product"), _("Planned start")),
        tuple(
            (
                row.city_name,
                "–" if pd.isna(row.level) else str(int(row.level)),
                sheet.points(row.score),
                words.get(str(row.status_plan), "–"),
                _text(row.product),
                _text(row.start_planned),
            )
            for row in rows_of(rows)
        ),
        (22, 8, 10, 20, 24, 16),
    )


def _text(value: str | float) -> str:
    return "–" if pd.isna(value) else str(value)
