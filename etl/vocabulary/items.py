"""Items: which question or planning field a heading or an id in a file means."""

import re
import unicodedata
from collections.abc import Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Literal, NamedTuple

import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel

from etl.reference.read import Reference

ItemKind = Literal["question", "topic_field", "city_field"]
# How a heading was recognised; `conflict` means that its id and its text name different items, `option` that its
# brackets name none of the item's choices.
How = Literal["id", "id_spelling", "text", "alias", "chosen", "conflict", "option"]

# From this length on, a question's text may be told from the start of it (survey tools abbreviate headings).
SHORTEST_START = 12
# A text that was visibly cut is told by less.
SHORTEST_CUT = 6
# Longer texts are no headings; on them the patterns below would take seconds.
LONGEST_HEADING = 1_000
LONGEST_REMEMBERED = 200  # characters; headings come again and again
# Two texts that share so many of their letters, in the same order, are the same one, slightly changed.
SAME_TEXT = 0.85
NUMBERING = re.compile(r"^\s*\(?\d{1,3}[.)]\s+")
LEADING_ID = re.compile(r"^\s*[\[(]?([^\s.:)\]]+(?:\.[^\s.:)\]]+)?)[\]).:]*\s+(?:[–—-]\s+)?(\S.*)$", re.DOTALL)
TRAILING_ID = re.compile(r"^(.*\S)\s*[\[(\s]([^\s\[\]()]+)[\])]?\s*$", re.DOTALL)
BRACKETS = re.compile(r"^(.*?)\s*\[([^\[\]]+)\]\s*$", re.DOTALL)
# LimeSurvey's `CODE[SQ001]. Text [choice]`: its own code of the choice says nothing, the text does.
SUB_QUESTION = re.compile(r"^([^\s\[\]]+)\s?\[([^\[\]]+)\](?:[.:]?\s(.*))?$", re.DOTALL)
# Survey tools cut texts for headings: `Anteil der Orga.. `.
ABBREVIATED = re.compile(r"^(\S.{2,}?)\s*(?:\.{2,3}|…)\s*(?:\[(.+)\])?\s*$", re.DOTALL)
# `Label (choice=Text)` of REDCap; what stands between a question and its choice elsewhere.
CHOICE = re.compile(r"^(.+?)\s*\((?:choice|Auswahl)\s*=\s*(.+)\)\s*$", re.DOTALL)
SPLIT_CHOICE = re.compile(r"\s[–—-]\s(?:(?:Selected Choice|Ausgewählte Antwort)\s[–—-]\s)?|:\s|/|\.(?=\S)")
SPLIT_ROW = re.compile(r"[.:]\s*|\s[–—-]\s")


class Item(NamedTuple):
    """One thing a city answers: a question, or a planning field of a topic or of the city."""

    kind: ItemKind
    topic_id: str
    item_id: str

    @property
    def key(self) -> str:
        """The id as files write it: `EAK01`, `eakte.status`, `fte_total`."""
        return f"{self.topic_id}.{self.item_id}" if self.kind == "topic_field" else self.item_id


class Match(NamedTuple):
    """What a heading means. `option` is set where a survey tool gives each option its own column."""

    item: Item
    how: How
    option: str = ""


def squash(text: str) -> str:
    """Return letters and digits only, in lower case: `EAK[01]`, `EAK_01` and `eak01` are one."""
    return (_squashed if len(text) <= LONGEST_REMEMBERED else _squashed.__wrapped__)(text)


@lru_cache(maxsize=10_000)
def _squashed(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


@dataclass(frozen=True)
class Items:
    """Every spelling under which an item may stand in a file; None where a spelling would mean two."""

    by_key: dict[str, Item]
    by_spelling: dict[str, Item | None]
    by_text: dict[str, Item | None]
    by_alias: dict[str, Item]
    texts: dict[Item, frozenset[str]]
    options: dict[str, dict[str, str]]

    def find(self, heading: str) -> Match | None:
        """Recognise a heading or an id, surest way first; None when it means no item."""
        text = heading.strip()
        if len(text) > LONGEST_HEADING:
            return None
        if item := self.by_key.get(text):
            return Match(item, "id")
        if item := self.by_alias.get(squash(text)):
            return Match(item, "alias")
        if item := self.by_spelling.get(squash(text)):
            return Match(item, "id_spelling")
        if item := self._by_text(text):
            return Match(item, "text")
        if parts := ABBREVIATED.match(text):
            return self._abbreviated(parts[1], parts[2] or "")
        return (
            self._choice(text)
            or self._sub_question(text)
            or self._bracketed(text)
            or self._leading_id(text)
            or self._trailing_id(text)
            or self._matrix_row(text)
        )

    def find_id(self, text: str) -> Match | None:
        """Recognise the id of a row: as `find`, but never by the question's text."""
        match = self.find(text)
        return match if match and match.how in ("id", "id_spelling", "alias") and not match.option else None

    def find_row(self, text: str, *, is_text: bool) -> Match | None:
        """Recognise what a row answers: by its id, or by the question's whole text where rows have no id."""
        if not is_text:
            return self.find_id(text)
        item = self._by_text(text) if text.strip() else None
        return Match(item, "text") if item else self.find_id(text)

    def near_text(self, text: str) -> Item | None:
        """Return the question whose text was probably meant: abbreviated, or with a few letters changed."""
        said = squash(text)
        if not SHORTEST_START <= len(said) <= LONGEST_HEADING:
            return None
        alike = process.extract(
            said, self._question_texts.keys(), scorer=Indel.normalized_similarity, score_cutoff=SAME_TEXT, limit=None
        )
        texts = {text for text, _score, _place in alike}
        texts |= {text for text in self._question_texts if text.startswith(said)}
        meant = {item for text in texts for item in self._question_texts[text]}
        return meant.pop() if len(meant) == 1 else None

    @cached_property
    def _question_texts(self) -> dict[str, list[Item]]:
        found: dict[str, list[Item]] = {}
        for item, texts in self.texts.items():
            for text in texts if item.kind == "question" else ():
                found.setdefault(text, []).append(item)
        return found

    def near(self, text: str, absent_from: Collection[Item]) -> Item | None:
        """Return the item that was probably meant: one or two letters off, and not in the file under its own id."""
        wanted = squash(text)
        if len(wanted) < 3 or len(wanted) > 40:
            return None
        allowed = 1 if len(wanted) <= 5 else 2
        alike = process.extract(wanted, self.by_spelling.keys(), scorer=OSA.distance, score_cutoff=allowed, limit=None)
        candidates = [
            (off, item.key, item)
            for spelling, off, _place in alike
            if (item := self.by_spelling[spelling]) is not None and item not in absent_from
        ]
        return min(candidates, default=(0, "", None))[2]

    def _id(self, text: str) -> Item | None:
        return self.by_key.get(text) or self.by_alias.get(squash(text)) or self.by_spelling.get(squash(text))

    def _by_text(self, text: str) -> Item | None:
        return self.by_text.get(squash(text)) or self.by_text.get(squash(NUMBERING.sub("", text)))

    def _abbreviated(self, start: str, option: str) -> Match | None:
        """`Anteil der Orga.. `, `E-Akte Hemmniss.. [Personal fehlt]`: the start of one text alone."""
        said = squash(NUMBERING.sub("", start))
        if leading := LEADING_ID.match(start):
            item = self._id(leading[1])
            if item and any(text.startswith(squash(leading[2])) for text in self.texts[item]):
                said = next(text for text in self.texts[item] if text.startswith(squash(leading[2])))
        whole = self.by_text.get(said)
        meant = {whole} if whole else {item for item, texts in self.texts.items() if _starts_one(texts, said)}
        item = meant.pop() if len(meant) == 1 else None
        known = self.options.get(item.item_id, {}).get(squash(option), "") if item and option else ""
        return None if item is None or (option and not known) else Match(item, "text", known)

    def _choice(self, text: str) -> Match | None:
        """`eakte_challenges___PERS`, `eakte_challenges/PERS`, `Hemmnisse - Personal fehlt`, `Hemmnisse (choice=…)`."""
        if found := self._choices.get(squash(text)):
            return Match(found[0], "id_spelling", found[1])
        if parts := CHOICE.match(text):
            text = f"{parts[1]} - {parts[2]}"
        for split in SPLIT_CHOICE.finditer(text):
            item = self._id(text[: split.start()]) or self._by_text(text[: split.start()])
            known = self.options.get(item.item_id, {}) if item else {}
            option = known.get(squash(text[split.end() :]))
            if item and option:
                return Match(item, "id_spelling", option)
        return None

    @cached_property
    def _choices(self) -> dict[str, tuple[Item, str]]:
        """Id and code of each choice, written together; without those that mean something else as well."""
        found = {
            squash(f"{key}{code}"): (item, code)
            for key, item in self.by_key.items()
            for code in dict.fromkeys(self.options.get(item.item_id, {}).values())
        }
        return {spelling: choice for spelling, choice in found.items() if spelling not in self.by_spelling}

    def _bracketed(self, text: str) -> Match | None:
        """`eakte_challenges[PERS]`, `Hemmnisse [Personal fehlt]`, `Thema [Fragetext]`; `EAK01[comment]` is none."""
        parts = BRACKETS.match(text)
        if not parts:
            return None
        outer, inner = parts.groups()
        item = self._id(outer) or self._by_text(outer)
        if item is None:
            inside = self._by_text(inner)
            # `Hilfe [Schulung]` may be a choice of some other question.
            return Match(inside, "text") if inside and squash(inner) not in self._choice_names else None
        option = self.options.get(item.item_id, {}).get(squash(inner), "")
        return Match(item, "id_spelling", option) if option else None

    def _sub_question(self, text: str) -> Match | None:
        """`CODE[SQ001]. Text [choice]`; of an item with choices a name that is none of them is told apart."""
        parts = SUB_QUESTION.match(text)
        item = self._id(parts.group(1)) if parts else None
        known = self.options.get(item.item_id) if item else None
        if parts is None or item is None or not known:
            return None
        code, text_behind = parts.group(2), parts.group(3) or ""
        label = (
            text_behind.rstrip().removesuffix("]").rpartition("[")[2] if text_behind.rstrip().endswith("]") else code
        )
        option = known.get(squash(code)) or known.get(squash(label), "")
        return Match(item, "id_spelling" if option else "option", option or label)

    def _leading_id(self, text: str) -> Match | None:
        """`EAK01. Text`. A bare number may be the tool's own numbering, so the text must agree with it."""
        parts = LEADING_ID.match(text)
        item = self._id(parts.group(1)) if parts else None
        if parts is None or item is None or BRACKETS.match(text):
            return None
        rest = parts.group(2)
        other = self._by_text(rest)
        if other is not None and other != item:
            return Match(item, "conflict")
        needs_text = parts.group(1).isdigit() or text.strip().startswith(f"{parts.group(1)} ")
        return Match(item, "id") if not needs_text or self._agrees(item, rest) else None

    def _trailing_id(self, text: str) -> Match | None:
        """`Text (EAK01)` and the two-row headings `Text EAK01` of the VV format."""
        parts = TRAILING_ID.match(text)
        item = self.by_key.get(parts.group(2)) if parts else None
        if parts is None or item is None or not self._agrees(item, parts.group(1)):
            return None
        return Match(item, "id")

    def _matrix_row(self, text: str) -> Match | None:
        """`Frage.Zeile` of Microsoft Forms: the row's text alone tells the question."""
        for split in SPLIT_ROW.finditer(text):
            item = self._by_text(text[split.end() :])
            is_choice = squash(text[split.end() :]) in self._choice_names
            if item is not None and item.kind == "question" and not is_choice:
                return Match(item, "text")
        return None

    @cached_property
    def _choice_names(self) -> frozenset[str]:
        return frozenset(name for known in self.options.values() for name in known)

    def _agrees(self, item: Item, text: str) -> bool:
        said = squash(text)
        return any(
            said == known or (len(said) >= SHORTEST_START and (known.startswith(said) or said.startswith(known)))
            for known in self.texts[item]
        )


def distance(left: str, right: str, limit: int) -> int:
    """Return how many letters must be changed, added, dropped or swapped; anything above `limit` is `limit + 1`."""
    return OSA.distance(left, right, score_cutoff=limit)


def _starts_one(texts: frozenset[str], start: str) -> bool:
    return len(start) >= SHORTEST_CUT and any(text.startswith(start) for text in texts)


def build_items(reference: Reference) -> Items:
    """Collect every spelling of every question and planning field of a network."""
    texts = {item: frozenset(squash(text) for text in names if squash(text)) for item, names in _named(reference)}
    by_key = {item.key: item for item in texts}
    aliases = reference.aliases[reference.aliases["kind"].isin(["question", "field"])]
    return Items(
        by_key=by_key,
        by_spelling=_unique((squash(key), item) for key, item in by_key.items()),
        by_text=_unique((text, item) for item, known in texts.items() for text in known),
        by_alias={
            squash(alias): by_key[target]
            for alias, target in zip(aliases["alias"], aliases["target_id"], strict=True)
            if target in by_key
        },
        texts=texts,
        options=_option_spellings(reference.planning_options),
    )


def _unique(pairs: Iterable[tuple[str, Item]]) -> dict[str, Item | None]:
    found: dict[str, Item | None] = {}
    for spelling, item in pairs:
        found[spelling] = item if found.get(spelling, item) == item else None
    return found


def _named(reference: Reference) -> Iterator[tuple[Item, list[str]]]:
    """Each item with the texts that stand for it in headings."""
    for row in reference.questions.to_dict("records"):
        yield (
            Item("question", str(row["topic_id"]), str(row["question_id"])),
            [str(row["text_de"]), str(row["text_en"])],
        )
    fields = [(field, _field_names(field, reference.aliases)) for field in reference.planning_fields.to_dict("records")]
    for field, names in fields:
        if field["per"] == "city":
            yield Item("city_field", "", str(field["field_id"])), names
    for topic in reference.topics.to_dict("records"):
        topic_names = [str(topic["topic_id"]), str(topic["name_de"]), str(topic["long_name_de"]), str(topic["name_en"])]
        for field, names in fields:
            if field["per"] == "topic":
                both = [
                    f"{a} {b}" for topic_name in topic_names for name in names for a, b in _orders(topic_name, name)
                ]
                yield Item("topic_field", str(topic["topic_id"]), str(field["field_id"])), both


def _orders(left: str, right: str) -> list[tuple[str, str]]:
    return [(left, right), (right, left)]


def _field_names(field: dict[Hashable, Any], aliases: pd.DataFrame) -> list[str]:
    own = aliases.loc[(aliases["kind"] == "field") & (aliases["target_id"] == field["field_id"]), "alias"]
    return [str(field["field_id"]), str(field["label_de"]), str(field["label_en"]), *own]


def _option_spellings(options: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Per field: code and labels, squashed, to the code."""
    spellings: dict[str, dict[str, str]] = {}
    for row in options.to_dict("records"):
        for name in (row["label_en"], row["label_de"], row["code"]):
            spellings.setdefault(str(row["field_id"]), {})[squash(str(name))] = str(row["code"])
    return spellings
