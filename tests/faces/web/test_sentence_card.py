"""A sentence's card says what follows; the law that says so stands behind "Why?"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.faces.web.look.parts import Why
from throughcare.faces.web.sentence_card import cited_behind, parted
from throughcare.foundation.kernel import Clause, Finding

words = st.text(alphabet="abc ,.;", min_size=1, max_size=30).map(str.strip).filter(bool)


@given(words, words, words)
def test_words_and_clause_of_a_finding_are_told_apart_whatever_they_say(because, source, paragraph):
    told = str(Finding("a rule", Clause(source, f"{paragraph} (assumed)"), because))
    assert parted(told) == (because, f"{source}, {paragraph} (assumed)")


@pytest.mark.parametrize("plain", ["on any day", "until (soon) then", "", "odd)"])
def test_what_cites_nothing_stays_as_it_is(plain):
    assert parted(plain) == (plain, "")


def test_the_clause_is_folded_away_and_the_words_are_not():
    card = cited_behind("on any day: the limit of time was repealed (An Act, section 36 (assumed))")
    assert card.first == "On any day: the limit of time was repealed"
    assert card.rest == [Why("An Act, section 36 (assumed)")]
