"""An export reads back as what it was made of, and what is not one is refused with its place."""

import json
from datetime import date
from uuid import UUID

import pytest

from throughcare.commissioning.contracts.rules.agreed import Earns, Timed
from throughcare.commissioning.contracts.rules.examples import example_terms
from throughcare.commissioning.contracts.rules.exporting import export, exported
from throughcare.commissioning.contracts.rules.monthly import Fact, OwedFor
from throughcare.commissioning.contracts.rules.stating import Kept, Stated
from throughcare.foundation.kernel import Refused

DAY = date(2027, 4, 1)
KEPT = Kept(
    DAY,
    frozenset({Fact(UUID(int=1), Earns.ATTENDED, DAY, DAY), Fact(UUID(int=2), Timed.ANSWERED, DAY, None, withdrawn_on=DAY)}),
    frozenset(),
    (Stated(DAY, OwedFor.FEE, "", 1, "edition 1"), Stated(DAY, OwedFor.PRICE, "session attended", 2, "x", (UUID(int=1),))),
    {(DAY, OwedFor.FEE, ""): 5},
)  # fmt: skip
TEXT = export("Support", [(1, DAY, example_terms())], [KEPT])


def test_it_reads_back_as_what_it_was_made_of():
    read = exported(TEXT, "ours.json")
    title, [edition], [kept] = read.title, read.editions, read.kept
    assert (title, edition.number, edition.agreed.title) == ("Support", 1, "Community support in the north")
    assert kept == KEPT


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda c: c.pop("format"), "is not an export of an agreement"),
        (lambda c: c.pop("statements"), "lacks “statements”"),
        (lambda c: c["statements"][0].pop("added"), "statement 1: it lacks “added”"),
        (
            lambda c: c["statements"][0]["lines"][0].update(pence="1"),
            "statement 1: '1' is not a whole number of pence",
        ),
        (lambda c: c["statements"][0]["lines"][0].update(pence=1.5), "1.5 is not a whole number"),
        (lambda c: c["statements"][0]["added"][0].update(what="hug"), "“hug” is nothing that is counted"),
        (lambda c: c["statements"][0].update(month="May"), "statement 1: Invalid isoformat"),
        (lambda c: c["editions"][0].update(terms="agreement: x"), "terms of edition 1, line 1"),
    ],
)
def test_what_is_not_one_is_refused_with_its_place(change, words):
    content = json.loads(TEXT)
    change(content)
    with pytest.raises(Refused, match=words):
        exported(json.dumps(content), "ours.json")


def test_what_is_not_json_is_refused():
    with pytest.raises(Refused, match="is not JSON"):
        exported("agreement: x", "ours.json")
