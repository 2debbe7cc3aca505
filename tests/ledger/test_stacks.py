from hypothesis import given
from hypothesis import strategies as st

from maturity.ledger.stacks import Move, build_stacks, find_in_force
from tests.ledger.builders import BRETTEN, BUEHL, WAVE

KEY = (BRETTEN, WAVE)
OTHER = (BUEHL, WAVE)


def moves(*steps: tuple[str, int]) -> list[Move]:
    return [Move(kind, submission_id, (KEY,)) for kind, submission_id in steps]


def test_the_last_file_is_in_force() -> None:
    actual = find_in_force(moves(("submission", 1), ("submission", 2)))

    assert actual == {KEY: 2}


def test_after_a_withdrawal_the_file_before_is_in_force() -> None:
    actual = find_in_force(moves(("submission", 1), ("submission", 2), ("withdrawal", 2)))

    assert actual == {KEY: 1}


def test_a_replaced_file_can_be_withdrawn_beneath_the_one_in_force() -> None:
    """1 is taken out while 2 lies on top; when 2 goes too, nothing is left."""
    steps = moves(("submission", 1), ("submission", 2), ("withdrawal", 1))

    assert build_stacks(steps) == {KEY: [2]}
    assert find_in_force([*steps, *moves(("withdrawal", 2))]) == {}


def test_a_restored_file_lies_on_top() -> None:
    actual = build_stacks(moves(("submission", 1), ("submission", 2), ("withdrawal", 1), ("restoration", 1)))

    assert actual == {KEY: [2, 1]}


def test_a_replaced_file_is_restored_without_a_withdrawal() -> None:
    actual = build_stacks(moves(("submission", 1), ("submission", 2), ("restoration", 1)))

    assert actual == {KEY: [2, 1]}


def test_each_city_and_wave_has_a_stack_of_its_own() -> None:
    """File 1 is of two cities, file 2 of Bretten alone; taking 1 back leaves Bühl without answers."""
    both = Move("submission", 1, (KEY, OTHER))
    actual = find_in_force([both, Move("submission", 2, (KEY,)), Move("withdrawal", 1, (KEY, OTHER))])

    assert actual == {KEY: 2}


@given(st.lists(st.tuples(st.sampled_from(["withdrawal", "restoration"]), st.integers(1, 4)), max_size=30))
def test_no_file_is_doubled_or_lost(steps: list[tuple[str, int]]) -> None:
    """After any moves a file is in the stack just if its own last move did not take it out, in the order of these."""
    every = [("submission", number) for number in range(1, 5)] + steps
    last = {number: (place, kind) for place, (kind, number) in enumerate(every)}
    expected = [
        number for number, (_place, kind) in sorted(last.items(), key=lambda item: item[1][0]) if kind != "withdrawal"
    ]
    actual = build_stacks(moves(*every))[KEY]

    assert expected == actual
