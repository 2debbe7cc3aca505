"""Names of questions and planning fields as the survey page shows them."""

from functools import lru_cache

from etl.reference.read import Reference
from maturity.language import current, text_of


def item_names(reference: Reference) -> dict[str, str]:
    """Return the name of every question and field by its key (`EAK01`, `eakte.status`), in the survey's order."""
    return _item_names(reference, current())


@lru_cache(maxsize=8)
def _item_names(reference: Reference, language: str) -> dict[str, str]:
    topics = reference.topics.sort_values(["position", "topic_id"]).to_dict("records")
    fields = reference.planning_fields.to_dict("records")
    names: dict[str, str] = {}
    for topic in topics:
        topic_id, topic_name = str(topic["topic_id"]), text_of(topic, "name")
        questions = reference.questions.loc[reference.questions["topic_id"] == topic_id].to_dict("records")
        names |= {str(row["question_id"]): f"{row['question_id']} · {text_of(row, 'text')}" for row in questions}
        names |= {
            f"{topic_id}.{field['field_id']}": f"{topic_name}: {text_of(field, 'label')}"
            for field in fields
            if field["per"] == "topic"
        }
    return names | {str(field["field_id"]): text_of(field, "label") for field in fields if field["per"] == "city"}


def item_key(topic_id: str, item: str, item_id: str) -> str:
    """Return the key of a stored value."""
    return f"{topic_id}.{item_id}" if item == "topic_field" else item_id
