"""What a service is for, for whom, and how long people wait for it, in words that pages share."""

from __future__ import annotations

from throughcare.casework.interventions.rules import Waits, need_areas
from throughcare.casework.interventions.rules.catalogue import ServiceFacts
from throughcare.faces.web.look.parts import Lines, Unknown
from throughcare.faces.web.value_words import first_capital


def rounded(count: int | None) -> str:
    """A count as it is told: about how many, or that it is of few or of none."""
    return "fewer than 10" if count is None else f"about {count:,}"


def needs_words(facts: ServiceFacts) -> str:
    """The needs a service is for, in words."""
    areas = need_areas()
    return ", ".join(areas[need].name for need in facts.needs if need in areas)


def whom_words(facts: ServiceFacts) -> str:
    """Whom a service takes, in words; what is not known is not said to be open."""
    if facts.takes_women is False or facts.takes_men is False:
        sex = "Men" if facts.takes_women is False else "Women"
    else:
        sex = "Anybody" if facts.takes_women and facts.takes_men else "Women or men not said"
    if facts.youngest is None and facts.oldest is None:
        return sex
    if facts.oldest is None:
        return f"{sex}, {facts.youngest} or over"
    return f"{sex}, {facts.youngest} to {facts.oldest}" if facts.youngest else f"{sex}, up to {facts.oldest}"


def wait_words(waits: Waits | None) -> object:
    """A wait in words: the middle and the ninth of ten, never a mean; unknown where too few were sent to say."""
    if waits is None:
        return Unknown("Too few referrals to say")
    middle = f"Half within {waits.middle} days" if waits.middle is not None else "More than half still wait"
    ninth = (
        f"nine of ten within {waits.ninetieth}"
        if waits.ninetieth is not None
        else "more than one in ten still wait"
    )
    counted = f"{rounded(waits.counted)} people in a year, {rounded(waits.censored)} not taken on so far"
    return Lines(middle, [ninth, first_capital(counted)])
