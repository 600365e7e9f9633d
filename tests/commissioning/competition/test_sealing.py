"""A sealed bid is read by nobody before both openers have turned their keys, and says nothing other than it said."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare.commissioning.competition.rules.sealing import (
    OpeningKey,
    Sealed,
    check_passphrase,
    half_of,
    opened,
    opening_key,
    seal,
    unlocked,
)
from throughcare.foundation.kernel import Refused

PASSES = ("a passphrase of one", "a passphrase of two")
KEYS = tuple(opening_key(words) for words in PASSES)
OPEN = tuple(unlocked(key, words) for key, words in zip(KEYS, PASSES, strict=True))
ABOUT = b"bid one"


def sealed(text: str, about: bytes = ABOUT) -> Sealed:
    return seal(text, (KEYS[0].public, KEYS[1].public), about)


def halves(made: Sealed, about: bytes = ABOUT) -> tuple[bytes, bytes]:
    one, other = (half_of(OPEN[n], made.halves[n], about) for n in (0, 1))
    return one, other


@settings(max_examples=10, deadline=None)
@given(st.text(max_size=200))
def test_both_halves_open_what_was_said(text: str) -> None:
    made = sealed(text)
    assert opened(made.content, halves(made), ABOUT) == text


def test_one_half_twice_opens_nothing() -> None:
    made = sealed("a price")
    one, other = halves(made)
    for pair in ((one, one), (other, other), (bytes(32), other)):
        with pytest.raises(Refused, match="do not open this bid"):
            opened(made.content, pair, ABOUT)


def test_the_passphrase_is_needed_and_is_the_openers_own() -> None:
    with pytest.raises(Refused, match="not the passphrase"):
        unlocked(KEYS[0], PASSES[1])
    made = sealed("a price")
    with pytest.raises(Refused, match="not sealed to your key"):
        half_of(OPEN[0], made.halves[1], ABOUT)


def test_what_was_changed_or_moved_to_another_bid_does_not_open() -> None:
    made = sealed("a price")
    changed = bytes([made.content[0] ^ 1]) + made.content[1:]
    for content, about in ((changed, ABOUT), (made.content, b"bid two")):
        with pytest.raises(Refused, match="changed"):
            opened(content, halves(made), about)
    with pytest.raises(Refused, match="changed since"):
        half_of(OPEN[0], made.halves[0], b"bid two")


def test_nothing_of_the_text_the_key_or_the_passphrase_stands_in_what_is_kept() -> None:
    key = opening_key(PASSES[0])
    assert isinstance(key, OpeningKey) and PASSES[0].encode() not in key.private_sealed
    made = sealed("Northway asks 180000.00")
    assert b"180000" not in made.content + made.halves[0] + made.halves[1]
    assert made.content != sealed("Northway asks 180000.00").content


def test_a_short_passphrase_is_refused() -> None:
    check_passphrase("twelve chars")
    with pytest.raises(Refused, match="at least 12 characters"):
        check_passphrase("eleven char")
