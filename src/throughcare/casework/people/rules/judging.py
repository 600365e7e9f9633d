"""Whether a pair is joined, looked at or left apart: the model's weight, held against what many people share.

The weight alone joins what one sitting, one hostel or one family's birthday has in common, and leaves apart
somebody who changed every name. So nothing is joined unseen but on a number with a name or birthday that
agrees, or on a name with a whole birthday; whatever known tells against it is for a person to look at; and
nothing is left apart unseen where a checked number agrees, or a name and a birthday do.
"""

from __future__ import annotations

from .comparing import meet
from .decide import Judged, Verdict, by_weight
from .features import Features
from .frequency import Frequencies
from .signs import Birth, Home, Name, Number, Signs, signs_of

_NAMED = frozenset({Name.SAME, Name.NEAR})
_HALF = frozenset({Name.HALF, Name.RARE_HALF})
_NEARBY = frozenset({Home.SAME, Home.CROWDED, Home.DISTRICT})


def judge(left: Features, right: Features, bits: float, frequencies: Frequencies) -> Judged:
    """What is to become of a pair of this weight, the same whichever comes first."""
    ruled = _ruled(left, right)
    if ruled is not None:
        return ruled
    signs = signs_of(left, right, frequencies)
    weighed = by_weight(bits, frequencies.model)
    doubt = doubts(left, right, signs)
    if weighed.verdict is Verdict.JOIN and doubt is None and _bears_a_join(signs):
        return weighed
    if weighed.verdict is not Verdict.APART or must_be_seen(left, right, signs):
        why = f"{doubt}: {signs.words}" if doubt else signs.words
        return Judged(Verdict.REVIEW, why[:200], doubt=doubt is not None)
    return weighed


def _ruled(left: Features, right: Features) -> Judged | None:
    """What somebody ruled of the two: their markers of one scope are the same, or not."""
    if meet(left.overrides, right.overrides):
        return Judged(Verdict.JOIN, "somebody ruled that they are one person")
    scopes = {scope for scope, _ in left.overrides} & {scope for scope, _ in right.overrides}
    return Judged(Verdict.APART, "somebody ruled that they are two people", doubt=True) if scopes else None


def seen_after_death(left: Features, right: Features) -> bool:
    """Whether one was before a court after the day the other is recorded to have died."""
    pairs = ((left, right), (right, left))
    return any(a.died_on and b.sitting and b.sitting > a.died_on for a, b in pairs)


def against_an_id(left: Features, right: Features, frequencies: Frequencies) -> str | None:
    """Why a court's own id that two records share is not believed unseen, or None: ids are typed, and copied, too."""
    if seen_after_death(left, right):
        return "the court's own id is of somebody recorded to have died before the sitting"
    signs = signs_of(left, right, frequencies)
    another_name = signs.name is Name.OTHER or signs.name in _HALF
    if another_name and signs.birth is Birth.OTHER:
        return "the court's own id is of somebody of another name and birthday"
    if signs.number is Number.SAME or signs.name in _NAMED:
        return None
    if signs.sexes_differ:
        return "the court's own id is of somebody of another name and sex"
    if signs.number is Number.OTHER:
        return "the court's own id is of somebody of another name and number"
    # Whatever their birthdays: a guessed one, or none, tells no brother from another.
    another_first = signs.surnames_meet and signs.first_names_differ
    return "the court's own id is of somebody who may be a brother, sister or twin" if another_first else None


def doubts(left: Features, right: Features, signs: Signs) -> str | None:
    """What known tells against one person, or None; each is enough for nobody to be joined unseen."""
    if seen_after_death(left, right):
        return "the record is of a day after the death recorded"
    certain = signs.number is Number.SAME and signs.birth is Birth.SAME
    if signs.sexes_differ and not (certain and signs.name is not Name.OTHER):
        return "the sexes recorded differ"
    if signs.number is Number.OTHER:
        return "each has a number that is not the other's"
    # One of twins dealt with together may bear the other's number on paper; a first name that changed later is another matter.
    copied = signs.name not in _NAMED and _of_one_sitting(left, right)
    if _may_be_twins(signs) and (signs.number is not Number.SAME or copied):
        return "they may be twins"
    return None


def _of_one_sitting(left: Features, right: Features) -> bool:
    one, other = ({*record.sentenced, record.sitting} - {None} for record in (left, right))
    return bool(one & other)


def _may_be_twins(signs: Signs) -> bool:
    return signs.birth is Birth.SAME and signs.surnames_meet and signs.first_names_differ


def _bears_a_join(signs: Signs) -> bool:
    """Whether what agrees is of the kind that few share: a number or a whole birthday, with a name."""
    if signs.number is Number.SAME:
        # Brothers a year apart, one with the other's number, have half of a name and nearly a birthday in common.
        apart = signs.birth is Birth.OTHER
        return not apart if signs.name in _NAMED else signs.name in _HALF and signs.birth is Birth.SAME
    return signs.name in _NAMED and signs.birth is Birth.SAME


def must_be_seen(left: Features, right: Features, signs: Signs) -> bool:
    """Whether a pair may not be left apart unseen, whatever it weighs."""
    if signs.number is Number.SAME or (seen_after_death(left, right) and signs.name in _NAMED):
        return True
    if signs.number is Number.OTHER:
        return signs.name is Name.SAME and signs.birth is Birth.SAME
    if signs.number is Number.NEAR:
        return signs.birth is Birth.SAME or signs.name in _NAMED
    return _by_birth(signs) or _by_name(signs)


def _by_birth(signs: Signs) -> bool:
    """A whole birthday: with the name, or with half of it where they live near or that half is rare."""
    if signs.birth is not Birth.SAME:
        return False
    return (
        signs.name in _NAMED
        or signs.name is Name.RARE_HALF
        or (signs.name is Name.HALF and signs.home in _NEARBY)
    )


def _by_name(signs: Signs) -> bool:
    """A name: with a birthday that is nearly the same, or guessed, or not known where they live near."""
    if signs.name is Name.SAME:
        return signs.birth in {Birth.NEAR, Birth.GUESSED} or (
            signs.birth is Birth.UNKNOWN and signs.home is not Home.OTHER
        )
    return signs.name is Name.NEAR and signs.birth in {Birth.NEAR, Birth.GUESSED} and signs.home in _NEARBY
