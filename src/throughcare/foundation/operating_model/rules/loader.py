"""From the text of a file to an operating model, or one refusal that names the line; never half of one."""

from __future__ import annotations

from functools import lru_cache

from .document import ModelRefused, Place, open_document
from .functions import Function
from .model import OperatingModel
from .reading import Reading, bodies_of
from .terms import Standing

TOP = (
    "name", "title", "standing", "law", "sources", "bodies", "functions", "walls", "lots", "bidding",
    "payment", "breach_shield", "starts_high", "in_flight", "phasing", "rise_in_risk", "parameters",
    "questions",
)  # fmt: skip
TOP_BEFORE = TOP[:-1]


def load_model(text: str, name: str, *, asked_later: bool = False) -> OperatingModel:
    """The operating model that a YAML text says; ``name`` stands for the file in a refusal.

    ``asked_later`` is for a text adopted earlier: a question it could not know of is not stated.
    A text is read once in a process: what it says is frozen, and never another thing.
    """
    return _read(text, name, asked_later)


@lru_cache(maxsize=64)
def _read(text: str, name: str, asked_later: bool) -> OperatingModel:
    top = open_document(text, name).fields(TOP_BEFORE if asked_later else TOP, TOP[-1:])
    bodies = bodies_of(top["bodies"])
    sources = tuple(place.text() for place in top["sources"].items())
    reading = Reading(bodies, sources)
    model = OperatingModel(
        name=top["name"].text(),
        title=top["title"].text(),
        standing=top["standing"].choice(Standing),
        law=top["law"].whole_number(),
        sources=sources,
        bodies=bodies,
        functions=reading.functions(top["functions"]),
        walls=reading.walls(top["walls"]),
        lots=reading.lots(top["lots"]),
        bidding=reading.bidding(top["bidding"]),
        payment=reading.payment(top["payment"]),
        breach_shield=reading.flag(top["breach_shield"]),
        starts_high=reading.flag(top["starts_high"]),
        in_flight=reading.in_flight(top["in_flight"]),
        phasing=reading.phasing(top["phasing"]),
        rise_in_risk=reading.rise_in_risk(top["rise_in_risk"]),
        parameters=reading.parameters(top["parameters"]),
        questions=reading.questions(top.get("questions"), asked_later),
    )
    check_shield(model, top["breach_shield"])
    return model


def load_bytes(content: bytes, name: str) -> OperatingModel:
    """The same, from the bytes of a file in UTF-8."""
    try:
        return load_model(content.decode("utf-8"), name)
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise ModelRefused(name, line, "bytes that are not UTF-8; expected text in UTF-8") from None


def check_shield(model: OperatingModel, place: Place) -> None:
    """Refuse a model that has a breach shield and lets somebody decide who is paid for delivery; ``place`` is named in the refusal."""
    if not model.breach_shield.value:
        return
    deciding = model.functions[Function.BREACH_DECISION]
    paid = [line for line in deciding if any(map(model.is_paid, (line.held_by, *line.together_with)))]
    if paid:
        place.refuse(
            f"a breach shield needs a decision by somebody who is not paid for delivery; expected another "
            f"holder than the one on line {paid[0].ground.at}"
        )
