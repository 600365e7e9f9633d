"""What a run costs each body, and how whoever is paid under contract fares: from counts of the world, outside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from throughcare.foundation.operating_model.rules import BodyKind, Function, Subject

from .assumptions import assumptions_on
from .coding import RISKS, SENTENCES
from .comparing import Difference, Figure, counts_of, difference
from .providing import WEEKS_A_YEAR, Deal, Ledger, deal_of, ledger
from .running import QUARTER, Run
from .world.state import ADMITTED, INSIDE, OFFICERS, PEOPLE

Real = NDArray[np.float64]
UNIT: Final = "£ for each person and year"
TOTAL: Final = "all of it"


def money_of(run: Run) -> dict[str, float]:
    """What things cost and what contracts say, as assumed and then as the design says."""
    usual = {name: one.value for name, one in assumptions_on(run.design.starts).table.money.items()}
    return usual | {name: at for name, at in run.design.assume.items() if name in usual}


@dataclass(frozen=True)
class Provided:
    """How a paid body fared over its contracts, one in each area: shares of a hundred and pounds, in the mean of replications.

    ``failed`` is in how many of 100 contracts somebody had to step in, ``steps_in`` who, ``handed`` the people who then changed hands
    for each 1,000 whom it was to hold. ``ends`` are profit and failures at the low and high end of what is assumed, one at a time.
    """

    body: str
    fees: float
    profit: float
    loses: float
    weeks_below: float
    failed: float
    steps_in: str
    handed: float
    ends: tuple[tuple[str, float, float, float, float], ...] = ()


@dataclass(frozen=True, eq=False)
class _Held:
    """One contract: its area's place, and people and practitioners of the body by replication and quarter since it began."""

    area: int
    people: Real
    officers: Real


def paid_bodies(run: Run) -> list[BodyKind]:
    """The bodies that manage somebody and are paid under contract by the model after."""
    manages = run.out[..., PEOPLE].sum(axis=(0, 1, 2))
    return [body for at, body in enumerate(run.bodies) if run.design.after.is_paid(body) and manages[at] > 0]


def steps_in(run: Run) -> str:
    """Who provides where a provider fails: the model's last resort."""
    subject = Subject(RISKS[0], SENTENCES[3])
    held = run.design.after.holder(Function.LAST_RESORT, subject, run.design.starts)
    return str(held.held_by)


def _contracts(run: Run, body: BodyKind) -> list[_Held]:
    at, found = run.bodies.index(body), []
    for area, name in enumerate(run.design.areas):
        first = (run.design.changes_at(name) - run.design.starts).days // 7 // QUARTER
        counts = run.out[:, area, first:, at].astype(float)
        whole = counts.shape[1] // 4 * 4
        if whole and counts[..., PEOPLE].sum():
            found.append(_Held(area, counts[:, :whole, PEOPLE], counts[:, :whole, OFFICERS] / QUARTER))
    return found


def _deal(run: Run, held: _Held, said: Mapping[str, float]) -> Deal:
    by_year = held.people.mean(axis=0).reshape(-1, 4).mean(axis=1)
    told = run.design.contract.volume or 1 + said["told_more"]
    cost = said["practitioner"] * held.officers.sum() / held.people.sum()
    return deal_of(said, [told * one for one in by_year], cost, guaranteed=run.design.contract.guaranteed)


def ledgers(
    run: Run, body: BodyKind, said: Mapping[str, float] | None = None
) -> list[list[tuple[Ledger, Real]]]:
    """The ledger of each contract of a body and its people by week: by replication and area."""
    given = money_of(run) if said is None else said
    found: list[list[tuple[Ledger, Real]]] = [[] for _ in range(run.spec.replications)]
    for held in _contracts(run, body):
        deal = _deal(run, held, given)
        for replication, quarters in enumerate(held.people):
            weeks = np.repeat(quarters, QUARTER)
            found[replication].append((ledger(deal, weeks), weeks))
    return found


def provided(run: Run) -> tuple[Provided, ...]:
    """How each paid body fares; none where nobody is paid, or nobody was for a whole year."""
    said, found = money_of(run), []
    known = assumptions_on(run.design.starts).table.money
    for body in paid_bodies(run):
        middle = _provided(run, body, said)
        if middle is None:
            continue
        ends = []
        for name, one in known.items():
            if one.group == "costs" or name in run.design.assume:
                continue
            low, high = (_provided(run, body, {**said, name: end}) for end in (one.low, one.high))
            if low and high:
                ends.append((name, low.profit, high.profit, low.failed, high.failed))
        ends.sort(key=lambda row: -abs(row[2] - row[1]))
        found.append(Provided(**{**vars(middle), "ends": tuple(ends)}))
    return tuple(found)


def _provided(run: Run, body: BodyKind, said: Mapping[str, float]) -> Provided | None:
    every = [one for row in ledgers(run, body, said) for one in row]
    if not every:
        return None
    fees = sum(float(kept.fees.sum()) for kept, _ in every)
    failed = [(kept.failed, weeks) for kept, weeks in every if kept.failed is not None]
    return Provided(
        body=str(body),
        fees=fees / sum(len(weeks) for _, weeks in every) * WEEKS_A_YEAR * len(run.design.areas),
        profit=100 * sum(kept.profit for kept, _ in every) / max(fees, 1.0),
        loses=100 * sum(kept.profit < 0 for kept, _ in every) / len(every),
        weeks_below=sum(kept.weeks_below for kept, _ in every) / len(every),
        failed=100 * len(failed) / len(every),
        steps_in=steps_in(run),
        handed=1000 * sum(float(weeks[at]) for at, weeks in failed) / sum(float(w.mean()) for _, w in every),
    )


def costs(run: Run) -> dict[str, Real]:
    """What each spends in pounds by replication: practitioners where no contract pays for them, fees, stepping in, services, prison."""
    said, out = money_of(run), run.out.astype(float).sum(axis=(1, 2))
    found = {
        f"{body}: practitioners": said["practitioner"] * _unpaid(run, at, body) / WEEKS_A_YEAR
        for at, body in enumerate(run.bodies)
    }
    stepping = np.zeros(run.spec.replications)
    for body in paid_bodies(run):
        rows = ledgers(run, body)
        found[f"fees to {body}"] = np.array([sum(float(kept.fees.sum()) for kept, _ in row) for row in rows])
        stepping += np.array([sum(kept.stepped_in for kept, _ in row) for row in rows])
    found[f"{steps_in(run)}: stepping in"] = stepping
    found["services"] = said["service"] * out[:, :, ADMITTED].sum(axis=1)
    found["prison: places"] = said["prison_place"] * out[:, :, INSIDE].sum(axis=1) * QUARTER / WEEKS_A_YEAR
    return {name: one for name, one in found.items() if one.any()} | {TOTAL: sum_of(found)}


def sum_of(found: Mapping[str, Real]) -> Real:
    """Everything together, by replication."""
    return np.asarray(sum(found.values()))


def _unpaid(run: Run, at: int, body: BodyKind) -> Real:
    """Weeks of practitioners that no contract pays for, by replication: all of a body's, or those outside the whole years of a contract."""
    weeks: Real = run.out[..., at, OFFICERS].sum(axis=(1, 2)).astype(float)
    if body in paid_bodies(run):
        weeks = weeks - sum(held.officers.sum(axis=1) * QUARTER for held in _contracts(run, body))
    return weeks


def money_differences(one: Run, other: Run) -> tuple[Difference, ...]:
    """What two runs cost each body and differ by, for 1,000 people supervised and a year; a body that is in one alone spends nothing in the other."""
    values = []
    for run in (one, other):
        years = counts_of(run)["person_years"]
        values.append({name: pounds / years for name, pounds in costs(run).items()})
    first, second = values
    names = [*(name for name in (*first, *second) if name != TOTAL), TOTAL]
    nothing = np.zeros(one.spec.replications)
    return tuple(
        difference(_figure(name), first.get(name, nothing), second.get(name, nothing))
        for name in dict.fromkeys(names)
    )


def _figure(name: str) -> Figure:
    return Figure(_words(name), UNIT, lambda counts: counts[name])


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()
