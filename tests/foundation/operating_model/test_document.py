"""A YAML text is opened once and strictly, and what bodies it names is read before anything that needs them."""

import pytest

from throughcare.foundation.operating_model.rules import BodyKind, ModelRefused
from throughcare.foundation.operating_model.rules.document import open_document
from throughcare.foundation.operating_model.rules.reading import bodies_of


@pytest.mark.parametrize(
    ("text", "line", "because"),
    [
        ("", 1, "the file is empty; expected a timetable"),
        ("a: 1\nb: [", 2, "this is not YAML"),
        ("a: 1\nb: \x00", 2, "a character that YAML does not allow"),
        ("x" * 1_000_001, 1, "longer than 1,000,000 characters; expected a timetable"),
    ],
)
def test_a_text_that_is_not_one_document_is_refused_at_its_line_saying_what_was_expected(text, line, because):
    with pytest.raises(ModelRefused) as refused:
        open_document(text, "sent.yaml", "a timetable")
    assert refused.value.line == line
    assert because in str(refused.value)
    assert str(refused.value).startswith("sent.yaml, line ")


def test_bodies_are_read_by_what_the_file_calls_them():
    named = bodies_of(open_document("trust: The Trust\nprison: The prisons", "sent.yaml"))
    assert named == {BodyKind.TRUST: "The Trust", BodyKind.PRISON: "The prisons"}


@pytest.mark.parametrize("word", ["truste", "nobody"])
def test_a_body_that_is_none_is_refused_and_nobody_is_no_body_to_name(word):
    with pytest.raises(ModelRefused, match=f"“{word}”"):
        bodies_of(open_document(f"{word}: Somebody", "sent.yaml"))
