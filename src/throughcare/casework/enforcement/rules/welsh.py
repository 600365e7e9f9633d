"""Letters about a failure in Welsh, for whoever's first language it is; a report for the court has no template and is in English.

The words are this project's own: somebody who reads Welsh reads a letter before it is signed, as its page asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from .known import Known
from .words import PaperKind

MONTHS = (
    "Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr",
)  # fmt: skip
_MISSED: Mapping[str, str] = {
    "office visit": "apwyntiad yn y swyddfa",
    "home visit": "ymweliad â'ch cartref",
    "phone call": "galwad ffôn",
    "video call": "galwad fideo",
    "prison visit": "ymweliad yn y carchar",
    "unpaid work": "gwaith di-dâl",
    "group session": "sesiwn grŵp",
}
_ORDERS: Mapping[str, str] = {
    "community order": "gorchymyn cymunedol",
    "suspended sentence order": "gorchymyn dedfryd ohiriedig",
    "licence": "trwydded",
}
Told = tuple[tuple[str, str], ...]


def welsh_day(day: date) -> str:
    """A day as a Welsh letter says it."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _missed(known: Known) -> str:
    return _MISSED.get(known.what, "apwyntiad")


def _order(known: Known) -> str:
    return _ORDERS.get(known.order, "gorchymyn")


def _happened(known: Known) -> tuple[str, str]:
    return (
        "Beth ddigwyddodd",
        f"Yn ôl ein cofnodion, ar {welsh_day(known.failed_on)} ni wnaethoch gadw at eich {_order(known)}: {_missed(known)}."
        " Nid oes gennym reswm y gallwn ei dderbyn.",
    )


def _warning(known: Known) -> Told:
    return (
        _happened(known),
        (
            "Rhybudd yw hwn",
            f"Nid yw hyn yn dderbyniol. Os bydd methiant arall o fewn {known.within_months} mis i'r un hwn, mae'n bosibl y cewch"
            f" eich dwyn yn ôl gerbron y llys. ({known.law})",
        ),
        (
            "Os oedd gennych reswm da",
            "Dywedwch wrthym nawr, a dangoswch inni beth sy'n profi hynny: llythyr, neges destun neu enw rhywun y gallwn ei ffonio.",
        ),
        (
            "Beth i'w wneud nesaf",
            "Dewch i'ch apwyntiad nesaf. Os nad ydych yn siŵr pryd y mae, gofynnwch inni heddiw.",
        ),
    )


def _licence(known: Known) -> Told:
    return (
        _happened(known),
        (
            "Rhybudd yw hwn",
            "Nid yw hyn yn dderbyniol. Os bydd yn digwydd eto, mae'n bosibl y cewch eich galw yn ôl i'r carchar.",
        ),
        (
            "Os oedd gennych reswm da",
            "Dywedwch wrthym nawr, a dangoswch inni beth sy'n profi hynny.",
        ),
    )


def _withdrawal(known: Known) -> Told:
    return (
        (
            "Rydym yn tynnu ein rhybudd yn ôl",
            f"Ysgrifenasom atoch ynglŷn â {welsh_day(known.failed_on)} ({_missed(known)}). Mae gennym bellach reswm yr ydym yn ei"
            " dderbyn, felly mae'r rhybudd hwnnw wedi'i dynnu'n ôl ac nid yw'n cyfrif.",
        ),
        ("Beth i'w wneud nesaf", "Nid oes angen ichi wneud dim. Dewch i'ch apwyntiad nesaf."),
    )


WELSH_DRAFTS: Mapping[PaperKind, Callable[[Known], Told]] = {
    PaperKind.WARNING: _warning,
    PaperKind.LICENCE: _licence,
    PaperKind.WITHDRAWAL: _withdrawal,
}
"""The kinds that have a Welsh template: those that go to the person."""
