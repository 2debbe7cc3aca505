"""Options: one permitted answer under all its spellings."""

import pytest

from etl.vocabulary.options import Option, Options, Problem, Value

NAN = float("nan")
LEVELS = ["keine Aktivität", "geplant", "in Einführung", "im Regelbetrieb", "optimiert und nachnutzbar"]
QUESTION = Options(
    (
        *(Option(str(level), float(level), "level", (name, f"level {level}")) for level, name in enumerate(LEVELS)),
        Option("kA", NAN, "kA", ("keine Angabe", "not stated")),
        Option("nz", NAN, "nz", ("nicht zuständig", "not our responsibility")),
    )
)
# The real questionnaire has a question whose codes differ by case only, and give different points.
CASES = Options(
    (
        Option("not applicable", 0.0, "level", ("not applicable",)),
        Option("Not Applicable", 20.0, "level", ("Not Applicable",)),
        Option("yes", 20.0, "level", ("yes",)),
    )
)


@pytest.mark.parametrize(
    ("code", "texts"),
    {
        "3": [
            *("3", " 3 ", "3,0", "3.0", "Stufe 3", "level 3", "im Regelbetrieb", "Im  Regelbetrieb"),
            *("3 – im Regelbetrieb", "3 - im Regelbetrieb", "3: im Regelbetrieb", "3 (im Regelbetrieb)"),
            *("3 im Regelbetrieb", "3 – im Regel"),
        ],
        "2": ["in Einfuehrung", "IN EINFÜHRUNG"],
        "kA": ["kA", "ka", "k. A.", "k.A.", "keine Angabe", "weiß nicht", "not stated"],
        "nz": ["nz", "NZ", "nicht zuständig", "entfällt", "trifft nicht zu"],
    }.items(),
)
def test_every_spelling_gives_the_code(code: str, texts: list[str]) -> None:
    assert {text: code for text in texts} == {text: _code(QUESTION, text) for text in texts}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("5", "level_out_of_range"),
        ("-1", "level_out_of_range"),
        ("12", "level_out_of_range"),
        ("2,5", "answer_unknown"),
        ("vielleicht", "answer_unknown"),
        ("-", "answer_unknown"),
        ("n/a", "answer_unknown"),
        ("#NV", "answer_unknown"),
        ("3 – geplant", "answer_contradicts"),
        ("3 – im", "answer_contradicts"),
    ],
)
def test_what_is_no_answer_is_named(text: str, code: str) -> None:
    found = QUESTION.find(text)

    assert isinstance(found, Problem)
    assert code == found.code


def test_the_exact_code_comes_before_the_folded_one() -> None:
    """`not applicable` gives 0 points, `Not Applicable` 20; `NOT APPLICABLE` could be either."""
    assert [_code(CASES, text) for text in ("not applicable", "Not Applicable", "Yes", "yes ")] == [
        *("not applicable", "Not Applicable"),
        *("yes", "yes"),
    ]

    found = CASES.find("NOT APPLICABLE")

    assert isinstance(found, Problem)
    assert found.code == "answer_ambiguous"


def test_positions_count_in_the_order_of_the_questionnaire() -> None:
    """Seven options: the sixth, at position 5, is `kA`; there is no eighth."""
    sixth, eighth = QUESTION.at_position(5), QUESTION.at_position(7)

    assert sixth is not None
    assert sixth.code == "kA"
    assert eighth is None


def test_several_options_of_one_kind_leave_the_synonym_undecided() -> None:
    options = Options((Option("a", NAN, "kA", ("one",)), Option("b", NAN, "kA", ("two",))))

    assert isinstance(options.find("k. A."), Problem)


def _code(options: Options, text: str) -> str:
    found = options.find(text)
    return found.code if isinstance(found, Value) else f"? {found.code}"
