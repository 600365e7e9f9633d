"""A file is read line by line whatever is in it: no line is lost, none is taken for what it is not."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.courts.rules import Line, Unreadable, json_lines, table_lines
from throughcare.casework.courts.rules.stream import LONGEST_LINE, REQUIRED

HEADER = ",".join(REQUIRED)


def table(*lines: bytes | str):
    raw = [line if isinstance(line, bytes) else line.encode() for line in (HEADER, *lines)]
    return list(table_lines(io.BytesIO(b"\n".join(raw) + b"\n")))


def good(n=1):
    return ",".join(f"{name}{n}" for name in REQUIRED)


def test_rows_are_numbered_as_an_editor_numbers_lines():
    assert [found.number for found in table(good(1), "", good(2))] == [2, 4]


def test_a_mark_before_the_first_line_is_not_part_of_it():
    file = io.BytesIO(b"\xef\xbb\xbf" + HEADER.encode() + b"\n" + good().encode())
    assert isinstance(next(table_lines(file)), Line)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"\xff\xfe caf\xe9," + b"," * 7, "not UTF-8"),
        (b"a,b\x00c", "zero byte"),
        ("only,three,fields", "expected 9 fields"),
        (f'"unclosed,{good()}', "quotation marks"),
        ("x" * (LONGEST_LINE + 100), "longer than 64 KB"),
    ],
)
def test_an_unreadable_line_is_kept_with_its_reason_and_the_next_is_read(line, says):
    wrong, fine = table(line, good())
    assert isinstance(wrong, Unreadable)
    assert says in wrong.because
    assert isinstance(fine, Line)
    assert fine.number == 3


def test_a_line_of_a_gigabyte_is_never_held_whole():
    class Endless(io.RawIOBase):
        """One line, a gigabyte long, made as it is read."""

        left = 1 << 30
        most = 0

        def readline(self, size=-1):
            assert 0 < size <= LONGEST_LINE + 1
            given, self.left = min(size, self.left), self.left - min(size, self.left)
            return b"x" * given

    found = list(json_lines(Endless()))
    assert [type(f) for f in found] == [Unreadable]
    assert "longer" in found[0].because


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("", "empty"),
        ("a,b,c", "missing"),
        (f"{HEADER},colour", "no such column: colour"),
        (HEADER.replace("outcome", "outcom"), "outcom (did you mean outcome?); missing: outcome"),
        (f"{HEADER},outcome", "named twice"),
    ],
)
def test_a_file_whose_first_line_is_wrong_is_refused_whole(header, says):
    [found] = table_lines(io.BytesIO(header.encode()))
    assert isinstance(found, Unreadable)
    assert says in found.because


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("not json", "not JSON"),
        ("[1, 2]", "JSON object"),
        ('{"colour": "red"}', "no such column: colour"),
        ('{"court_code": {"nested": 1}}', "a text or a whole number"),
        ('{"court_code": NaN}', "not JSON"),
        ('{"court_code": "a\\u0000b"}', "zero byte"),
        ("[" * 5000, "not JSON"),
    ],
)
def test_a_line_that_is_not_an_object_of_ours_is_refused(line, says):
    [found] = json_lines(io.BytesIO(line.encode()))
    assert isinstance(found, Unreadable)
    assert says in found.because


def test_json_numbers_and_nulls_are_taken_as_what_they_say():
    [found] = json_lines(io.BytesIO(json.dumps({"sentence_length": 12, "cro": None}).encode()))
    assert isinstance(found, Line)
    assert found.fields == {"sentence_length": "12", "cro": ""}


@given(st.binary(max_size=400))
def test_no_bytes_whatever_raise_anything_or_lose_a_line(raw):
    for reader in (table_lines, json_lines):
        assert all(isinstance(found, Line | Unreadable) for found in reader(io.BytesIO(raw)))


@given(st.lists(st.binary(max_size=60).filter(lambda b: b"\n" not in b and b.strip()), max_size=8))
def test_every_line_that_is_not_blank_is_given_once(lines):
    found = list(table_lines(io.BytesIO(b"\n".join([HEADER.encode(), *lines]))))
    numbers = [f.number for f in found]
    assert numbers == sorted(set(numbers))
    blank = sum(not line.decode("utf-8", "replace").rstrip("\r\n").strip() for line in lines)
    assert len(found) >= len(lines) - blank - sum(line.strip() != line for line in lines)
