"""Several comparisons, corrected as statsmodels corrects them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.evidence.outcomes.compare.multiple import Correction, corrected

p_values = st.lists(st.floats(0, 1), min_size=1, max_size=20)


@given(p_values, st.sampled_from([(Correction.HOLM, "holm"), (Correction.BENJAMINI_HOCHBERG, "fdr_bh")]))
def test_the_correction_is_that_of_statsmodels(values, by):
    from statsmodels.stats.multitest import multipletests

    ours, theirs = by
    assert corrected(values, ours) == pytest.approx(multipletests(values, method=theirs)[1])


@given(p_values, st.sampled_from(list(Correction)))
def test_a_correction_never_makes_a_claim_stronger(values, by):
    assert all(after >= before for before, after in zip(values, corrected(values, by), strict=True))


def test_one_comparison_alone_is_left_as_it_is():
    assert corrected([0.03]) == (0.03,)


def test_twenty_looks_turn_one_in_twenty_into_nothing():
    assert min(corrected([0.04] + [0.5] * 19)) > 0.05


def test_no_comparisons_have_no_corrections():
    assert corrected([]) == ()
