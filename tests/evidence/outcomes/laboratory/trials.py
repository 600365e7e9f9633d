"""A population and trials for tests of the laboratory."""

from throughcare.commissioning.contracts.rules.schemes import latest, scheme
from throughcare.evidence.outcomes.laboratory.trying import Trial, pounds
from throughcare.evidence.population.bands import Population, RiskBand

LOW = RiskBand("low", 0.3, 0.20, 2.0, achieving={"housing": 0.7, "employment": 0.5, "treatment": 0.2})
MEDIUM = RiskBand("medium", 0.4, 0.47, 3.5, achieving={"housing": 0.6, "employment": 0.3, "treatment": 0.3})
HIGH = RiskBand("high", 0.2, 0.65, 5.0, achieving={"housing": 0.5, "employment": 0.2, "treatment": 0.4})
PROLIFIC = RiskBand(
    "prolific", 0.1, 0.92, 8.0, achieving={"housing": 0.3, "employment": 0.1, "treatment": 0.5}
)
PEOPLE = Population((LOW, MEDIUM, HIGH, PROLIFIC))
ALIKE = Population((RiskBand("everybody", 1.0, 0.47, 4.2),))

QUARTER = 1285
POOL = pounds(10_000_000)


def company_rule(edition="contracts-2015"):
    """The rule of the community rehabilitation companies."""
    [found] = [e.table for e in scheme("transforming-rehabilitation") if e.name == edition]
    return found


def trial(rule="transforming-rehabilitation", population=PEOPLE, people=QUARTER, cohorts=200, **more):
    """A trial of a scheme by its name, or of a rule."""
    found = (
        (company_rule() if rule == "transforming-rehabilitation" else latest(rule))
        if isinstance(rule, str)
        else rule
    )
    return Trial(found, POOL, population, people, cohorts=cohorts, **more)
