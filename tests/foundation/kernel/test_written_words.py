"""Words that must be given are, and none are longer than what keeps them."""

import pytest

from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.written_words import at_most, must_say


def test_words_are_kept_without_the_spaces_around_them():
    assert (
        must_say("  came by bus \n", "note", "Say how.", 11)
        == at_most(" came by bus", "note", 11)
        == "came by bus"
    )
    assert at_most("  ", "note", 3) == ""


@pytest.mark.parametrize(
    ("words", "why"),
    [("", "Say how."), (" \n ", "Say how."), ("x" * 12, "At most 11 characters; this has 12.")],
)
def test_none_or_too_many_are_refused_in_words_beside_their_field(words, why):
    with pytest.raises(Refused) as caught:
        must_say(words, "note", "Say how.", 11)
    assert (caught.value.because, caught.value.field) == (why, "note")


def test_too_many_are_refused_where_they_may_be_left_out_too():
    with pytest.raises(Refused, match="At most 3 characters; this has 4") as caught:
        at_most(" four ", "length", 3)
    assert caught.value.field == "length"
