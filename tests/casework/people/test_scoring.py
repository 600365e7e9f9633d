"""The batch scorer, written in another language, agrees with the plain reading pair by pair."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.records import MODEL, a_person, records

from throughcare.casework.people.rules import Frequencies, Verdict, judge, weigh
from throughcare.casework.people.rules.alike import likeness
from throughcare.casework.people.rules.blocking import blocking_keys
from throughcare.casework.people.rules.frequency import counted
from throughcare.casework.people.rules.pairing import FEW, links_of_few, paired
from throughcare.casework.people.rules.scoring import score_batch, splink_weights

USUAL = Frequencies(MODEL)
batches = st.lists(records(), min_size=2, max_size=14).map(
    lambda rows: [replace(row, id=f"r{n}") for n, row in enumerate(rows)]
)
crowds = st.builds(
    lambda n, postcode, john: Frequencies(
        MODEL,
        n,
        {"postcode": Counter({"TS1 2AB": postcode}), "name_1_std": Counter(JOHN=john),
         "first_and_last_name_std": Counter({"JOHN SMITH": john})},
    ),
    st.integers(0, 10**6), st.integers(0, 5000), st.integers(0, 5000),
)  # fmt: skip


def pairs_that_share_a_key(incoming, existing):
    keys = {r.id: set(blocking_keys(r)) for r in (*incoming, *existing)}
    everyone = [*incoming, *existing]
    return {
        (a.id, b.id): (a, b)
        for n, a in enumerate(everyone)
        for b in everyone[n + 1 :]
        if keys[a.id] & keys[b.id] and n < len(incoming)
    }


@given(batches, crowds, st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_splinks_weight_is_the_plain_sum_for_every_pair_that_shares_a_key(batch, frequencies, data):
    cut = data.draw(st.integers(1, len(batch)))
    incoming, existing = batch[:cut], batch[cut:]
    expected = pairs_that_share_a_key(incoming, existing)
    scored = {
        (link.left, link.right): link.bits
        for link in splink_weights(incoming, existing, frequencies, at_least=None)
    }
    assert scored.keys() == expected.keys()
    for pair, (one, other) in expected.items():
        assert scored[pair] == pytest.approx(weigh(one, other, frequencies).evidence, abs=1e-6)


@given(batches)
@settings(max_examples=6, deadline=None)
def test_what_is_linked_is_what_is_not_left_apart_and_each_link_is_judged(batch):
    frequencies = Frequencies(MODEL, len(batch), counted(batch))
    linked = {(link.left, link.right): link.judged for link in score_batch(batch, [], frequencies)}
    judged = {
        pair: judge(*both, weigh(*both, frequencies).evidence, frequencies)
        for pair, both in pairs_that_share_a_key(batch, []).items()
    }
    apart = {pair for pair, one in judged.items() if one.verdict is Verdict.APART and not one.doubt}
    assert linked.keys() == judged.keys() - apart
    assert {pair: one.verdict for pair, one in linked.items()} == {
        pair: judged[pair].verdict for pair in linked
    }


@given(st.lists(st.tuples(*[st.text(alphabet="ABCDE ", min_size=1, max_size=10)] * 2), min_size=1))
@settings(max_examples=30, deadline=None)
def test_both_measure_likeness_alike(pairs):
    import duckdb

    with duckdb.connect() as connection:
        for one, other in pairs:
            theirs = connection.execute("SELECT jaro_winkler_similarity(?, ?)", [one, other]).fetchall()
            assert likeness(one, other) == pytest.approx(theirs[0][0], abs=1e-9)


def test_nobody_incoming_links_nothing():
    assert score_batch([], [a_person("a")], USUAL) == []


def test_existing_people_are_never_compared_with_each_other():
    assert (
        splink_weights(
            [a_person("new", name="Zed", surname="Q")], [a_person("a"), a_person("b")], USUAL, at_least=None
        )
        == []
    )


def test_a_key_shared_by_too_many_is_no_key():
    crowd = [a_person(f"p{n}", pnc="2008/0056560Z") for n in range(5)]
    narrow = Frequencies(replace(MODEL, widest_key=4))
    assert score_batch(crowd, [], narrow) == []
    assert len(score_batch(crowd, [], USUAL)) == 10


@given(batches, crowds, st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_few_pairs_weighed_one_by_one_are_linked_as_the_scorer_of_many_links_them(batch, frequencies, data):
    cut = data.draw(st.integers(1, len(batch)))
    few = links_of_few(batch[:cut], batch[cut:], frequencies)
    many = {(link.left, link.right): link for link in score_batch(batch[:cut], batch[cut:], frequencies)}
    assert few is not None
    assert {(link.left, link.right) for link in few} == many.keys()
    for link in few:
        other = many[link.left, link.right]
        assert link.bits == pytest.approx(other.bits, abs=1e-6)
        assert link.judged.verdict == other.judged.verdict


def test_too_many_pairs_are_left_to_the_scorer_of_many():
    crowd = [a_person(f"p{n}", pnc="2008/0056560Z") for n in range(60)]
    assert len(paired(crowd, 60, 60)) == 1770 > FEW
    assert FEW < len(paired(crowd, 60, 60, most=FEW)) <= 1770
    assert links_of_few(crowd, [], USUAL) is None
    assert len(links_of_few(crowd[:50], [], USUAL)) == 1225


def test_pairs_of_few_leave_out_what_is_known_already_and_a_key_that_too_many_share():
    crowd = [a_person(f"p{n}", pnc="2008/0056560Z") for n in range(5)]
    assert paired(crowd, 0, 50) == set()
    assert paired(crowd, 1, 50) == {(0, n) for n in range(1, 5)}
    assert paired(crowd, 5, 4) == set()
