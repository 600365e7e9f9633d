"""Tables of people for a comparison: out of an extract, or made up with a known effect planted in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from throughcare.evidence import outcomes
from throughcare.evidence.extracts.queries import sources
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Refused

if TYPE_CHECKING:
    import pyarrow as pa

    from throughcare.evidence.outcomes.compare.study import Study

PLANTED = "a made-up service"
DEFINITION = "england-and-wales-three-month"
# One row a person: the first order with complete follow-up, what was before it, what came after.
PEOPLE = """
WITH first AS (
  SELECT person_id, min_by(event_id, (event_date, event_id)) AS event_id, min(event_date) AS day
  FROM index_events WHERE event_date <= $known::date - INTERVAL 18 MONTH GROUP BY person_id),
before AS (SELECT f.person_id, count(*) FILTER (o.proven_date < f.day) AS previous,
    count(*) FILTER (NOT o.breach AND o.offence_date > f.day AND o.offence_date <= f.day + INTERVAL 12 MONTH
      AND o.proven_date <= f.day + INTERVAL 18 MONTH) AS reoffences
  FROM first f JOIN offences o USING (person_id) GROUP BY f.person_id),
got AS (SELECT DISTINCT f.person_id FROM first f JOIN services s USING (person_id)
  WHERE s.service = $service AND s.started_on BETWEEN f.day AND f.day + INTERVAL 30 DAY)
SELECT (g.person_id IS NOT NULL)::double AS served, e.age::double AS age, (p.sex = 'male')::double AS male,
  coalesce(b.previous, 0)::double AS previous_offences, (coalesce(b.reoffences, 0) > 0)::double AS reoffended,
  coalesce(b.reoffences, 0)::double AS reoffences{dynamic}
FROM first f JOIN index_events e USING (event_id) JOIN people p ON p.person_id = f.person_id
LEFT JOIN before b ON b.person_id = f.person_id LEFT JOIN got g ON g.person_id = f.person_id ORDER BY f.person_id"""

# What assessments said of people at the time, where an extract holds it: it may change, as age and history may not.
DYNAMIC = {
    "predicted": ("predicted_chance", "e.predicted::double"),
    "harm": ("high_harm", "(e.harm IN ('high', 'very_high'))::double"),
}


@dataclass(frozen=True)
class Put:
    """People put forward for a study, how many were lost to it, and the truth where it was planted."""

    columns: dict[str, Any]
    study: Study
    lost: int
    truth: dict[str, float] | None


def services_in(source: sources.Source) -> list[str]:
    """The services of a source that people may be compared by: none where ages or sexes, which are compared too, were not sent."""
    if source.made_up:
        return [PLANTED]
    if not (source.holds("age") and source.holds("sex")):
        return []
    return [str(one) for one in sources.told_of(source.name).get("services", [])]


def choices() -> list[tuple[str, str]]:
    """Every service of every source, by a name fit for an address, in words; the made-up one last."""
    return [
        (f"{source.name}:{service}", f"{first_capital(service)} ({source.title})")
        for source in sources.sources()
        for service in services_in(source)
    ]


def put_forward(tables: str, service: str) -> Put:
    """The people of a source, those with the service and those without; Refused when there is no such service."""
    if service not in services_in(sources.source(tables)):
        raise Refused("These tables hold no such service. Choose one from the list.", field="service")
    return _planted() if tables == sources.MADE_UP else _extracted(tables, service)


def _planted() -> Put:
    """People with a known fall planted: 8 points of reoffending, and a fifth of how often."""
    import numpy as np

    from throughcare.evidence.outcomes.compare import known_truth as truth

    here = truth.world(np.random.default_rng(truth.SEED), truth.CONFOUNDING)
    one, two, three = here.covariates.T
    columns = {
        "served": here.treated.astype(np.float64),
        "age at first conviction": one,
        "previous convictions": two,
        "settled housing": three,
        "reoffended": here.reoffended,
        "reoffences": here.reoffences,
    }
    study = _study(("age at first conviction", "previous convictions"), ("settled housing",), None)
    fall = float(here.true_fall[here.treated].mean())
    return Put(columns, study, 0, {"reoffended": -truth.FALL, "reoffences": -fall})


def _extracted(tables: str, service: str) -> Put:
    import duckdb
    import numpy as np

    held = sources.opened(tables)
    assessed = [said for name, said in DYNAMIC.items() if name in held.columns("index_events")]
    asked = PEOPLE.format(dynamic="".join(f", {sql} AS {name}" for name, sql in assessed))
    with duckdb.connect() as connection:
        held.show_to(connection)
        given = {"service": service, "known": held.known_to.isoformat()}
        found: pa.Table = connection.sql(asked, params=given).to_arrow_table()
    columns = {name: found[name].to_numpy().astype(np.float64) for name in found.column_names}
    changing = _with_unknown({name: columns.pop(name) for name, _ in assessed})
    whole = ~(np.isnan(columns["age"]) | np.isnan(columns["male"]))
    submitted = int(np.nansum(columns["served"]))
    kept = {name: values[whole] for name, values in {**columns, **changing}.items()}
    dynamic = tuple(name for name in changing if len(np.unique(kept[name])) > 1)
    fewest = outcomes.definition(DEFINITION).suppress_below
    if min(submitted, len(columns["served"]) - submitted) < fewest:
        raise Refused(
            f"Fewer than {fewest} people had this service, or fewer had not: too few to show anything of them."
        )
    return Put(
        kept, _study(("age", "male", "previous_offences"), dynamic, submitted), int((~whole).sum()), None
    )


def _with_unknown(assessed: dict[str, Any]) -> dict[str, Any]:
    """Each column with the unknown at the mean of the known, and a column beside it that says whose it is not known."""
    import numpy as np

    columns: dict[str, Any] = {}
    for name, values in assessed.items():
        unknown = np.isnan(values)
        if not unknown.all():
            columns[name] = np.where(unknown, values[~unknown].mean(), values)
            columns[f"{name}_not_known"] = unknown.astype(np.float64)
    return columns


def _study(static: tuple[str, ...], dynamic: tuple[str, ...], submitted: int | None) -> Study:
    measured = (
        outcomes.Outcome("reoffended", outcomes.Measure.BINARY),
        outcomes.Outcome("reoffences", outcomes.Measure.FREQUENCY),
    )
    study: Study = outcomes.Study(
        treated="served", static=static, dynamic=dynamic, outcomes=measured, submitted=submitted
    )
    return study
