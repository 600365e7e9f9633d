"""What a model says is told in words that a page can print: no code, no enumeration's name, and nothing left out."""

import pytest

from throughcare.foundation.operating_model.rules import preset
from throughcare.foundation.operating_model.rules.compare import answer_in_words, value_in_words
from throughcare.foundation.operating_model.rules.handbook import for_whom
from throughcare.foundation.operating_model.rules.presets import PRESETS
from throughcare.foundation.operating_model.rules.questions import Question


@pytest.mark.parametrize("name", PRESETS)
def test_every_answer_and_every_line_of_a_preset_is_words(name):
    model = preset(name)
    said = [answer_in_words(model, question) for question in Question]
    said += [for_whom(line) for lines in model.functions.values() for line in lines]
    said += [value_in_words(model, value) for value in ("walls", "bidding", "payment")]
    assert [one for one in said if not one or "_" in one or "." in one.split(" ")[0][:-1]] == []


def test_what_a_source_leaves_unsaid_is_said_to_be_unsaid():
    told = {answer_in_words(preset(name), question) for name in PRESETS for question in Question}
    assert "not stated" in told


def test_two_models_that_differ_are_told_in_different_words():
    told = {tuple(answer_in_words(preset(name), question) for question in Question) for name in PRESETS}
    assert len(told) > len(PRESETS) / 2
