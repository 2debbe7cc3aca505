import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.ledger.values import COLUMNS, as_arrow, as_frame, concat, count_parts, is_same, pack, select_parts, unpack
from tests.ledger.builders import ANSWERS, BRETTEN, BRUCHSAL, BUEHL, WAVE, of_city

TEXT = st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
ROW = st.fixed_dictionaries(
    dict.fromkeys(set(COLUMNS) - {"number", "row"}, TEXT)
    | {"number": st.one_of(st.none(), st.floats(allow_nan=False)), "row": st.one_of(st.none(), st.integers(1, 10**9))}
)


@settings(max_examples=50, deadline=None)
@given(st.lists(ROW, max_size=5))
def test_any_table_comes_back_as_it_was(rows: list[dict[str, object]]) -> None:
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    back = unpack(pack(as_arrow(table)))

    assert rows == back.to_pylist()


def test_the_same_table_gives_the_same_bytes() -> None:
    assert pack(as_arrow(ANSWERS)) == pack(as_arrow(ANSWERS.copy()))


def test_other_columns_are_left_out() -> None:
    assert pack(as_arrow(ANSWERS)) == pack(as_arrow(ANSWERS.assign(comment="vertraulich")))


def test_a_missing_answer_is_no_zero() -> None:
    """Of six values one is missing; the sum of the others is 3 + 1 + 0 + 4 + 2 = 10."""
    back = as_frame(unpack(pack(as_arrow(ANSWERS))))

    assert back["number"].isna().sum() == 1
    assert back["number"].sum() == 10
    assert {column: str(back.dtypes[column]) for column in ("number", "row", "text")} == {
        "number": "float64",
        "row": "Int64",
        "text": "str",
    }


def test_values_are_the_same_whatever_library_packed_them() -> None:
    sink = pa.BufferOutputStream()
    pq.write_table(as_arrow(ANSWERS), sink, compression="none")
    otherwise_packed = bytes(sink.getvalue())

    assert is_same(pack(as_arrow(ANSWERS)), otherwise_packed)
    assert not is_same(pack(as_arrow(ANSWERS.fillna({"number": 0}))), otherwise_packed)


def test_values_are_counted_per_city_and_wave() -> None:
    expected = {(BRETTEN, WAVE): 2, (BRUCHSAL, WAVE): 2, (BUEHL, WAVE): 2}
    actual = count_parts(as_arrow(ANSWERS))

    assert expected == actual


def test_parts_can_be_picked_out() -> None:
    actual = as_frame(select_parts(as_arrow(ANSWERS), {(BUEHL, WAVE), (BRETTEN, "2026-2")}))

    pd.testing.assert_frame_equal(of_city(BUEHL), actual)


def test_tables_are_laid_under_one_another_with_their_number() -> None:
    actual = as_frame(concat([(1, as_arrow(of_city(BRETTEN))), (4, as_arrow(of_city(BUEHL)))]))

    assert ["submission_id", *COLUMNS] == list(actual.columns)
    assert actual["submission_id"].tolist() == [1, 1, 4, 4]


def test_no_tables_make_an_empty_one_with_all_columns() -> None:
    actual = concat([])

    assert ["submission_id", *COLUMNS] == actual.column_names
    assert actual.num_rows == 0


def encoded(table: pa.Table) -> pa.Table:
    """The same with each distinct text stored once, as the reader of long files makes it."""
    columns = [one.dictionary_encode() if one.type == pa.string() else one for one in table.columns]
    return pa.table(columns, names=table.column_names)


def test_texts_stored_once_are_the_same_values() -> None:
    plain, table = as_arrow(ANSWERS), as_arrow(encoded(as_arrow(ANSWERS)))
    back = unpack(pack(table))

    pd.testing.assert_frame_equal(ANSWERS, as_frame(back))
    assert is_same(pack(table), pack(plain))
    assert count_parts(plain) == count_parts(back)
    pd.testing.assert_frame_equal(of_city(BUEHL), as_frame(select_parts(back, {(BUEHL, WAVE)})))
    pd.testing.assert_frame_equal(as_frame(concat([(1, plain), (2, plain)])), as_frame(concat([(1, table), (2, back)])))


def test_texts_stored_once_stay_so() -> None:
    """Otherwise millions of values would be written out when they are read back."""
    back = unpack(pack(encoded(as_arrow(ANSWERS))))

    assert pa.types.is_dictionary(back["city_id"].type)


def test_some_columns_can_be_read_alone() -> None:
    back = unpack(pack(as_arrow(ANSWERS)), columns=["city_id", "wave_id"])

    assert back.column_names == ["city_id", "wave_id"]
    assert count_parts(as_arrow(ANSWERS)) == count_parts(back)
