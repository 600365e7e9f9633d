"""Every instrument by name, its editions, and the one door through which a score is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from throughcare.foundation.kernel import Edition, Refused

from .. import editions
from ..editions import Table
from . import ogrs3, ogrs4, pathways, points, possible, screeners, serious, sexual, snsv
from .fields import Answers, Given, NotScored, Value
from .results import Basis, Scored
from .sentences import FORETOLD

_LEGACY_SINCE = date(2009, 1, 1)
_OGRS4_SINCE = date(2025, 1, 1)

Scorer = Callable[[Answers, Edition[Table], Basis | None], Scored]


@dataclass(frozen=True)
class Instrument:
    """One instrument: its name, what it foretells, and its editions, the last of which is the default.

    The last asks the one table of histories that cannot be; those before it each ask what they asked when published.
    """

    name: str
    editions: tuple[Edition[Table], ...]
    scorer: Scorer

    @property
    def words(self) -> str:
        """What it foretells or screens for."""
        return FORETOLD[self.name]


def _legacy(section: str) -> tuple[Edition[Table], ...]:
    return (editions.edition("published-1.0", _LEGACY_SINCE, editions.read("legacy")[section]),)


def _ogrs4(name: str = "published-4.0") -> tuple[Edition[Table], ...]:
    return (editions.edition(name, _OGRS4_SINCE, editions.read("ogrs4")),)


def _images() -> tuple[Edition[Table], ...]:
    """As published, one kind of contact or non-contact sanction alone counts for nothing; corrected, it counts."""
    table = editions.read("legacy")["osp"]
    return (
        editions.edition("published-4.0", _OGRS4_SINCE, {**table, "needs_both": True}),
        editions.edition("corrected-4.0", _OGRS4_SINCE, table),
    )


def _combined() -> tuple[Edition[Table], ...]:
    fixed = editions.coefficients("CombinedSeriousReoffendingPredictor")[0]["FEMALE_SEXUAL_OFFENDER"]
    table = {"female_sexual": fixed, "bands": editions.read("ogrs4")["bands"]["csrp"]}
    return (
        editions.edition("published-4.0", _OGRS4_SINCE, table),
        editions.edition("corrected-4.0", _OGRS4_SINCE, table),
    )


def _screener(section: str) -> tuple[Edition[Table], ...]:
    return (editions.edition("published-1.0", _LEGACY_SINCE, editions.read("screeners")[section]),)


_OLDER_PARTS = ("ogrs3", "ovp", "osp-dc", "osp-iic", "rsr")
_NEED_PARTS = ("arp", "vrp", "dc-srp", "iic-srp", "csrp")


def _needs() -> tuple[Edition[Table], ...]:
    table = editions.read("screeners")["pni"]
    since = {"published-1.0": _LEGACY_SINCE, "published-4.0": _OGRS4_SINCE}
    return tuple(editions.edition(name, day, table) for name, day in since.items())


def _family(name: str) -> Scorer:
    return lambda answers, edition, force: ogrs4.score(name, answers, edition, force)


def _sexual(name: str, of: Callable[[str, Answers, Edition[Table]], Scored]) -> Scorer:
    return lambda answers, edition, force: of(name, answers, edition)


def _ogp(answers: Answers, edition: Edition[Table], force: Basis | None) -> Scored:
    part = _attempt("ogrs3", answers, part_edition("ogrs3", edition), None)
    return points.ogp(answers, edition, None if isinstance(part, NotScored) else part.score)


def _sum_of(name: str) -> Scorer:
    def scorer(answers: Answers, edition: Edition[Table], force: Basis | None) -> Scored:
        found = [
            (part, _attempt(part, answers, part_edition(part, edition), force))
            for part in serious.PARTS[name]
        ]
        return serious.combine(name, answers, edition, found)

    return scorer


def part_edition(part: str, whole: Edition[Table]) -> str:
    """The part's edition of the same name as the whole's; where it has none, the last that asks alike of histories."""
    names = [one.name for one in INSTRUMENTS[part].editions]
    return whole.name if whole.name in names else names[-1 if possible.asks(whole) else -2]


def _attempt(name: str, answers: Answers, edition: str | None, force: Basis | None) -> Scored | NotScored:
    instrument = INSTRUMENTS[name]
    try:
        return _asked(instrument, answers, editions.named(instrument.editions, edition), force)
    except NotScored as refusal:
        return refusal


def _programme_need(answers: Answers, edition: Edition[Table], force: Basis | None) -> Scored:
    parts = _OLDER_PARTS if edition.name == "published-1.0" else _NEED_PARTS
    which = -1 if possible.asks(edition) else -2
    found = [_attempt(part, answers, INSTRUMENTS[part].editions[which].name, None) for part in parts]
    general, violent, contact, images, whole = (None if isinstance(p, NotScored) else p for p in found)
    risk = pathways.Risk(
        general.score if general else None,
        violent.score if violent else None,
        contact.band if contact else None,
        images.band if images else None,
        whole.score if whole else None,
    )
    return pathways.programme_need(answers, edition, risk)


INSTRUMENTS: Mapping[str, Instrument] = {
    one.name: replace(one, editions=possible.with_checked(one.editions))
    for one in (
        Instrument("ogrs3", _legacy("ogrs3"), lambda a, e, f: ogrs3.score(a, e)),
        Instrument("ovp", _legacy("ovp"), lambda a, e, f: points.ovp(a, e)),
        Instrument("ogp", _legacy("ogp"), _ogp),
        Instrument("snsv", _legacy("snsv"), snsv.score),
        Instrument("osp-dc", _legacy("osp"), _sexual("osp-dc", sexual.contact)),
        Instrument("osp-iic", _legacy("osp"), _sexual("osp-iic", sexual.images)),
        Instrument("rsr", _legacy("rsr"), _sum_of("rsr")),
        Instrument("arp", _ogrs4(), _family("arp")),
        Instrument("vrp", _ogrs4(), _family("vrp")),
        Instrument("svrp", _ogrs4(), _family("svrp")),
        Instrument("dc-srp", _legacy("osp"), _sexual("dc-srp", sexual.contact)),
        Instrument("iic-srp", _images(), _sexual("iic-srp", sexual.images)),
        Instrument("csrp", _combined(), _sum_of("csrp")),
        Instrument("mst", _screener("mst"), lambda a, e, f: screeners.maturity(a, e)),
        Instrument("lds", _screener("lds"), lambda a, e, f: screeners.learning(a, e)),
        Instrument("pni", _needs(), _programme_need),
        Instrument("opd", _screener("opd"), lambda a, e, f: pathways.personality(a, e)),
    )
}


def instrument_named(name: str) -> Instrument:
    """The instrument of that name; refuses one that is not known."""
    if name not in INSTRUMENTS:
        known = ", ".join(sorted(INSTRUMENTS))
        raise Refused(f"There is no instrument called {name}: choose one of {known}.", field="instrument")
    return INSTRUMENTS[name]


def score(
    instrument: str,
    inputs: Mapping[str, Given | Value | None],
    *,
    edition: str | None = None,
    force: Basis | None = None,
    among: Sequence[Edition[Table]] | None = None,
) -> Scored:
    """Score one person by one instrument; raises Refused (NotScored with every trouble) and nothing else.

    ``inputs`` are answers by the names of ``fields.FIELDS``, bare or with their day and source (Given).
    Without ``edition`` the default is used: the corrected one where a published one has a known defect.
    ``force`` asks for the static or the dynamic model. ``among`` replaces the packaged editions.
    """
    one = instrument_named(instrument)
    chosen = editions.named(tuple(among) if among is not None else one.editions, edition)
    return _asked(one, Answers(inputs), chosen, force)


def _asked(one: Instrument, answers: Answers, edition: Edition[Table], force: Basis | None) -> Scored:
    """The score; refused for what the instrument itself refuses and for what the one table of histories does, together."""
    wrong = possible.impossible(answers) if possible.asks(edition) else ()
    try:
        scored = one.scorer(answers, edition, force)
    except NotScored as refusal:
        own = tuple(one for one in refusal.troubles if one.problem not in possible.PROBLEMS)
        raise (NotScored(own + wrong) if wrong else refusal) from None
    if wrong:
        raise NotScored(wrong)
    return scored
