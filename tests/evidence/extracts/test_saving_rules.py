"""Only a question of the outcomes pages may be kept: what is shown to others as a link leads nowhere else."""

import pytest

from throughcare.evidence.extracts.rules.saving import LONGEST, check_question
from throughcare.foundation.kernel import Refused


@pytest.mark.parametrize(
    "address",
    [
        "/outcomes/measures",
        "/outcomes/laboratory?rule=peterborough%3A2010",
        "/outcomes/measures?tables=service&definition=scotland&by=age_band",
    ],
)
def test_a_question_may_be_kept(address: str):
    check_question(address)


@pytest.mark.parametrize(
    "address",
    [
        "", "/", "/outcomes", "/people/1", "//elsewhere.example/outcomes/measures", "https://elsewhere.example/",
        "javascript:alert(1)", "/outcomes/measures/../../people", "/outcomes/measures?<script>", "/outcomes/measures\n",
        "/outcomes/measures?by=" + "a" * LONGEST,
    ],
)  # fmt: skip
def test_nothing_else_may(address: str):
    with pytest.raises(Refused):
        check_question(address)
