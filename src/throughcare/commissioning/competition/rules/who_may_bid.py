"""Who may bid at all, for what, and together with whom: as the operating models say that are in force where the buyer is appointed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from throughcare.commissioning.providers.rules.passport import PUBLIC_FORMS, Form
from throughcare.commissioning.providers.rules.shares import PartTaken, Share
from throughcare.foundation.kernel import Finding, Refused
from throughcare.foundation.operating_model.rules.model import Declared, OperatingModel
from throughcare.foundation.operating_model.rules.questions import Answer, Question
from throughcare.foundation.operating_model.rules.terms import Bidding, DrawnBy, PublicBody, Walls, WallsMode

from .offers import Package


@dataclass(frozen=True)
class ModelSays:
    """What one model says of bids: who may, on what footing a public body, who draws lots, whether several bid together, how walled."""

    bidding: Declared[Bidding]
    lots: Declared[DrawnBy]
    shadow_bid: Declared[Answer]
    joint_bids: Declared[Answer]
    walls: Declared[Walls]


def said_by(model: OperatingModel) -> ModelSays:
    """What a model says of bids."""
    asked = model.questions
    return ModelSays(
        model.bidding, model.lots, asked[Question.SHADOW_BID], asked[Question.JOINT_BIDS], model.walls
    )


_DRAWN = {
    DrawnBy.BIDDER: "Bidders draw the lots: a package may be of several units",
    DrawnBy.COMMISSIONER: "The commissioner draws the lots: each package is of one unit",
}
_KEPT_APART = {
    WallsMode.INTEGRATED: "One body may buy and bid, with a wall between its two sides",
    WallsMode.SEPARATED: "Whoever buys does not bid",
    WallsMode.NO_SHARED_RECORDS: "Whoever buys does not bid, and shares no records with whoever provides",
}


def in_words(says: ModelSays) -> tuple[Finding, ...]:
    """What a model says of bids before any is sent, each with where it says so; its silence is told as that."""
    sectors = ", ".join(sorted(says.bidding.value.sectors))
    public = says.bidding.value.public_body.value.replace("_", " ")
    joint = says.joint_bids.value.is_yes
    together = (
        "wanted" if joint is True else "not wanted" if joint is False else "taken, for the model is silent"
    )
    return (
        Finding("walls", says.walls.ground.clause, _KEPT_APART[says.walls.value.mode]),
        Finding(
            "bidding", says.bidding.ground.clause, f"Sectors that may bid: {sectors}; a public body: {public}"
        ),
        Finding("lots", says.lots.ground.clause, _DRAWN[says.lots.value]),
        Finding("together", says.joint_bids.ground.clause, f"Bids of several together are {together}"),
    )


@dataclass(frozen=True)
class BidsAs:
    """What a bidder is: the sector of its organisation, its form in law, and whether it is of the very body that buys."""

    sector: str
    form: Form
    of_the_buyer: bool = False

    @property
    def is_public(self) -> bool:
        """Whether it is of the public sector, by its register or its form."""
        return self.sector == "public" or self.form in PUBLIC_FORMS


def check_may_bid_there(says: ModelSays, who: BidsAs) -> Finding:
    """Why a body may bid; refused, with where the model says so, where it may not."""
    if who.form is Form.SHADOW_TRUST:
        return _made_to_bid(says)
    if who.is_public:
        return _public(says, who)
    clause = says.bidding.ground.clause
    if who.sector not in says.bidding.value.sectors:
        wanted = ", ".join(sorted(says.bidding.value.sectors))
        raise Refused(f"The operating model takes bids from these sectors alone: {wanted} ({clause}).")
    return Finding("bidding", clause, f"The {who.sector} sector may bid")


def _made_to_bid(says: ModelSays) -> Finding:
    """A body that was made in order to bid: where the model knows no other public bid, or keeps it as a last resort."""
    if says.bidding.value.public_body is PublicBody.SHADOW_TRUST:
        return Finding("bidding", says.bidding.ground.clause, "A public body bids as a shadow trust")
    clause = says.shadow_bid.ground.clause
    if says.shadow_bid.value.is_yes is not True:
        raise Refused(
            f"The operating model does not say that a public body may be made in order to bid ({clause})."
        )
    return Finding("bidding", clause, "A public body may be made in order to bid, as a last resort")


_WHY_NOT = {
    PublicBody.MAY_NOT_BID: "no public body bids",
    PublicBody.SHADOW_TRUST: "a public body bids as a shadow trust alone",
}


def _public(says: ModelSays, who: BidsAs) -> Finding:
    stands, clause = says.bidding.value.public_body, says.bidding.ground.clause
    if stands in _WHY_NOT:
        raise Refused(f"Under the operating model {_WHY_NOT[stands]} ({clause}).")
    if stands is PublicBody.SEPARATE_BODY and who.of_the_buyer:
        raise Refused(
            f"Under the operating model a public body bids that is not the one that buys ({clause})."
        )
    return Finding("bidding", clause, f"A public body may bid: {stands.value.replace('_', ' ')}")


def check_lots(says: ModelSays, packages: Iterable[Package]) -> None:
    """Refuse packages of several units where the model has the commissioner draw the lots: a lot is a unit there."""
    if says.lots.value is DrawnBy.BIDDER:
        return
    wide = sorted(one.name for one in packages if len(one.units) > 1)
    if wide:
        raise Refused(
            f"The commissioner draws the lots here ({says.lots.ground.clause}): each package is of one unit, and"
            f" {', '.join(wide)} {'is' if len(wide) == 1 else 'are'} of several.",
            field="file",
        )


def check_together(says: ModelSays, shares: Sequence[Share]) -> None:
    """Refuse a bid of several members where the model says that none is wanted; where it is silent they may."""
    members = [one for one in shares if one.part is PartTaken.MEMBER]
    if members and says.joint_bids.value.is_yes is False:
        raise Refused(
            f"The operating model wants no bids of several together ({says.joint_bids.ground.clause}).",
            field="file",
        )
