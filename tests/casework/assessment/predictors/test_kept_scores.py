"""A score as a row keeps it, and the decision that is read again from its inputs."""

import json
from datetime import date

import pytest
from support.assessment_answers import likely, sexual

from throughcare.casework.assessment.rules.predictors import Given, score
from throughcare.casework.assessment.rules.replay import canonical, replay
from throughcare.casework.assessment.rules.scores import as_kept
from throughcare.foundation.kernel import Refused


def test_a_score_is_kept_whole_with_its_answers_as_plain_values():
    person = sexual(sanctions=12) | {
        "impulsivity": Given(1, date(2024, 1, 2), "interview"),
        "past_offences": Given(frozenset({"robbery", "arson"}), None, "record"),
    }
    told = score("ogrs3", person)
    kept = as_kept(told)
    assert json.loads(json.dumps(kept)) == kept
    assert kept["band"] == told.band.value and kept["basis"] == told.basis.value
    given = dict(kept["inputs"])
    for name, one in dict(told.inputs).items():
        assert given[name]["on"] == (one.on.isoformat() if one.on else None)
        plain = one.value.isoformat() if isinstance(one.value, date) else one.value
        assert given[name]["value"] == (sorted(plain) if isinstance(plain, frozenset) else plain)


@pytest.mark.parametrize("instrument", ["ogrs3", "ovp"])
def test_inputs_are_read_as_text_or_as_the_mapping_that_a_row_gives(instrument):
    told = score(instrument, likely())
    text = canonical(likely())
    assert (
        replay(instrument, told.edition, text) == replay(instrument, told.edition, json.loads(text)) == told
    )


def test_words_are_kept_as_they_are_written_and_a_name_nobody_knows_is_kept_too():
    text = canonical({"offence_code": Given("é", None, "Zoë"), "unknown": Given(frozenset({"b", "a"}))})
    assert '"é"' in text and '"Zoë"' in text and '["a","b"]' in text
    edition = score("ogrs3", likely()).edition
    with pytest.raises(Refused, match="No answer is called unknown"):
        replay("ogrs3", edition, canonical(likely() | {"unknown": Given("something")}))
