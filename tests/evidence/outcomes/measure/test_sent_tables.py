"""Tables that somebody sends: every bad row is named by line and column, nobody's row is left out alone, nothing is guessed."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.evidence import outcomes
from throughcare.evidence.outcomes.measure import sent
from throughcare.evidence.outcomes.measure.cells import Unreadable, read_cell
from throughcare.evidence.outcomes.measure.schema import Kind
from throughcare.evidence.outcomes.measure.sent import Sent, check_sent, receive
from throughcare.foundation.kernel import Refused

KNOWN = date(2021, 12, 31)
EVENTS = "event_id,person_id,event_date,kind,area\n1,1,2019-01-05,court_order,North\n2,2,5 January 2019,court_order,\n3,3,05/01/2019,caution,South\n"
OFFENCES = "person_id,offence_date,proven_date,breach,proved_by,severity\n1,2019-03-01,2019-04-01,no,conviction,2.5\n"
PEOPLE = "person_id,died_on,sex\n1,,male\n2,,female\n3,2020-01-01,\n"


def files(**texts: str | bytes) -> list[Sent]:
    held = {"index_events": EVENTS, "offences": OFFENCES, **texts}
    return [
        Sent(name, f"{name}.csv", one.encode() if isinstance(one, str) else one) for name, one in held.items()
    ]


def parquet(table: pa.Table) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


def test_good_files_are_measured_as_any_extract_is():
    got = receive(files(people=PEOPLE), KNOWN)
    assert (got.faulty, got.people_aside, got.rows_of_nobody) == (0, 0, 0)
    events = got.tables.read("index_events")
    assert events["event_date"].to_pylist() == [date(2019, 1, 5)] * 3
    assert events["area"].to_pylist() == ["North", None, "South"]
    assert got.tables.read("offences")["severity"].to_pylist() == [Decimal("2.50")]
    result = outcomes.reoffending(got.tables, "scotland", by=("kind",))
    assert result.counts[("court_order",)].reoffended == 1


def test_parquet_as_pandas_writes_it_and_csv_hold_the_same():
    table = pa.table(
        {
            "event_id": [1, 2, 3],
            "person_id": pa.array([1.0, 2.0, 3.0]),
            "event_date": pa.array([datetime(2019, 1, 5)] * 3, pa.timestamp("ns")),
            "kind": pa.array(["court_order", "court_order", "caution"]).dictionary_encode(),
            "area": ["North", None, "South"],
        }
    )
    told: list[tuple[int, int]] = []
    by_parquet = receive(files(index_events=parquet(table)), KNOWN, lambda done, of: told.append((done, of)))
    assert by_parquet.tables.read("index_events") == receive(files(), KNOWN).tables.read("index_events")
    assert told[-1][0] == told[-1][1] and [done for done, _ in told] == sorted(done for done, _ in told)


@pytest.mark.parametrize(
    ("name", "text", "line", "column", "because"),
    [
        ("index_events", EVENTS + "4,4,31/02/2019,caution,\n", 5, "event_date", "is not a day"),
        ("index_events", EVENTS + "4,4,,caution,\n", 5, "event_date", "is empty"),
        ("index_events", EVENTS + "4,4,1850-01-01,caution,\n", 5, "event_date", "outside 1900 to 2099"),
        ("index_events", EVENTS + "3,4,2019-01-05,caution,\n", 5, "event_id", "repeats a number"),
        ("index_events", EVENTS + "x4,4,2019-01-05,caution,\n", 5, "event_id", "is not a whole number"),
        ("offences", OFFENCES + "4,2019-05-01,2019-04-01,no,conviction,1\n", 3, "proven_date", "before"),
        ("offences", OFFENCES + "4,2019-05-01,2022-04-01,no,conviction,1\n", 3, "proven_date", "is after 31 December 2021"),
        ("offences", OFFENCES + "4,2019-05-01,2019-06-01,maybe,conviction,1\n", 3, "breach", "neither yes nor no"),
        ("offences", OFFENCES + "4,2019-05-01,2019-06-01,no,rumour,1\n", 3, "proved_by", "neither conviction nor caution"),
        ("offences", OFFENCES + "4,2019-05-01,2019-06-01,no,caution,1.005\n", 3, "severity", "more than two decimal"),
        ("offences", OFFENCES + "4,2019-05-01,2019-06-01,no,caution,-1\n", 3, "severity", "below zero"),
        ("offences", OFFENCES + "4,2019-05-01,2019-06-01,no\n", 3, "the row", "has 4 cells where the first line names 6"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_with_its_line_and_column_and_the_rest_is_measured(
    name, text, line, column, because
):
    got = receive(files(**{name: text}), KNOWN)
    [fault] = got.faults
    assert (fault.table, fault.line, fault.column) == (name, line, column)
    assert because in fault.because
    assert got.tables.read("index_events").num_rows >= 2
    assert got.tables.read("offences").num_rows == 1


def test_a_line_after_a_cell_of_two_lines_is_named_by_where_it_stands_in_the_file():
    text = (
        EVENTS.replace("North", '"North\nand west"').replace("South", "South")
        + "4,4,nonsense,caution,\n\n5,5,never,caution,\n"
    )
    assert [f.line for f in receive(files(index_events=text), KNOWN).faults if f.column == "event_date"] == [
        6,
        8,
    ]


def test_whoever_a_bad_row_is_about_is_set_aside_from_every_table_for_silence_is_not_no():
    offences = OFFENCES + "2,2019-05-01,not known,no,conviction,1\n"
    got = receive(files(offences=offences, people=PEOPLE), KNOWN)
    for name in ("index_events", "people"):
        assert got.tables.read(name)["person_id"].to_pylist() == [1, 3], name
    assert (got.people_aside, got.rows_of_nobody) == (1, 0)
    assert dict(got.rows_aside) == {"index_events": 1, "offences": 1, "people": 1}


def test_a_row_whose_person_cannot_be_read_is_counted_apart():
    got = receive(files(offences=OFFENCES + "somebody,2019-05-01,2019-06-01,no,conviction,1\n"), KNOWN)
    assert (got.people_aside, got.rows_of_nobody, got.faulty) == (0, 1, 1)


def test_many_faults_are_all_counted_and_the_first_are_named():
    rows = "".join(f"{n},{n},never,caution,\n" for n in range(10, 10 + 2 * sent.MOST_NAMED))
    got = receive(files(index_events=EVENTS + rows), KNOWN)
    assert (got.faulty, len(got.faults)) == (2 * sent.MOST_NAMED, sent.MOST_NAMED)


def test_files_of_which_nothing_is_left_are_refused_with_the_first_fault():
    with pytest.raises(
        Refused, match=r"No row of index_events can be measured.*line 2, event_date: is not a day"
    ):
        receive(
            files(index_events="event_id,person_id,event_date,kind\n1,1,soon,caution\n2,2,never,caution\n"),
            KNOWN,
        )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"event_id\n1\n", "no first line that names its columns"),
        (b"\xff\xfe\x00person", "neither Parquet nor text in UTF-8"),
        (b"PAR1 but no more", "not a Parquet file that can be read"),
        (EVENTS.replace("area", "Areas").encode(), r"no such column: Areas \(did you mean area\?\)"),
        (EVENTS.replace("event_date", "kind").encode(), "named twice: kind; missing: event_date"),
        (b"event_id,person_id,kind\n", "missing: event_date"),
    ],
)
def test_a_file_whose_columns_are_not_known_is_refused_by_name_with_the_nearest(content, said):
    with pytest.raises(Refused, match=said) as refused:
        check_sent(Sent("index_events", "mine.csv", content))
    assert refused.value.field == "index_events"
    assert "mine.csv" in refused.value.because


def test_too_many_rows_are_refused_before_they_are_read(monkeypatch):
    monkeypatch.setattr(sent, "MOST_ROWS", 2)
    table = pa.table({"event_id": [1, 2, 3]})
    with pytest.raises(Refused, match=r"has 3 rows\. At most 2"):
        check_sent(Sent("index_events", "mine.parquet", parquet(table)))
    with pytest.raises(Refused, match="over 2 rows"):
        receive(files(index_events=EVENTS + "4,4,2019-01-05,caution,\n"), KNOWN)
    monkeypatch.setattr(sent, "MOST_UNPACKED", 1)
    with pytest.raises(Refused, match="too large once unpacked"):
        check_sent(Sent("index_events", "mine.parquet", parquet(pa.table({"event_id": [1]}))))


def test_a_quotation_mark_that_is_never_closed_names_where_it_begins():
    with pytest.raises(Refused, match="cannot be read from line 5"):
        receive(files(index_events=EVENTS + '4,"4' + "x" * 140_000 + "\n"), KNOWN)


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (Kind.NUMBER, " 12.0 ", 12), (Kind.NUMBER, 7.0, 7), (Kind.DAY, "12 May 2019", date(2019, 5, 12)),
        (Kind.DAY, "2019-05-12 00:00:00", date(2019, 5, 12)), (Kind.YES_NO, "TRUE", True), (Kind.YES_NO, 0, False),
        (Kind.SHARE, ".25", 0.25), (Kind.SHARE, "1e-1", 0.1), (Kind.DECIMAL, "3", Decimal("3.00")),
        (Kind.WORDS, 12, "12"), (Kind.WORDS, "  ", None), (Kind.SHARE, float("nan"), None),
    ],
)  # fmt: skip
def test_a_cell_is_read_in_each_usual_form(kind, cell, value):
    assert read_cell(kind, cell) == value


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        (Kind.NUMBER, "1,5"), (Kind.NUMBER, True), (Kind.NUMBER, 2**70), (Kind.NUMBER, "٣"), (Kind.NUMBER, 1.5),
        (Kind.DAY, datetime(2019, 5, 12, 13)), (Kind.DAY, "05/12/19"), (Kind.DAY, 20190512), (Kind.YES_NO, "2"),
        (Kind.SHARE, "inf"), (Kind.SHARE, float("inf")), (Kind.SHARE, "40%"), (Kind.DECIMAL, "99999999"),
        (Kind.WORDS, "a" * 101), (Kind.WORDS, "a\x00b"), (Kind.WORDS, {"a": 1}), (Kind.DAY, [1]), (Kind.SHARE, b"1"),
    ],
)  # fmt: skip
def test_a_cell_that_is_something_else_is_never_guessed(kind, cell):
    with pytest.raises(Unreadable):
        read_cell(kind, cell)


@given(
    st.sampled_from(Kind), st.one_of(st.text(max_size=30), st.integers(), st.floats(), st.binary(max_size=5))
)
def test_any_cell_at_all_is_read_or_refused_in_words(kind, cell):
    try:
        read_cell(kind, cell)
    except Unreadable as wrong:
        assert str(wrong)
