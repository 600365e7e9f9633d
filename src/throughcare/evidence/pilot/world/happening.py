"""What happens to one person when something is due: offences since last seen, risk, contacts, failures, decisions, ends."""

from __future__ import annotations

import numpy as np

from .arriving import begun, left, months_drawn, risk_changes
from .compiled import compiled
from .luck import (
    ASSESSED,
    ATTEND,
    COURT,
    DECIDE,
    EXCUSE,
    HELD,
    LATE,
    NEED,
    NOTICE,
    RECALL,
    SENTENCE,
    SESSION,
    TERM,
    luck,
    waiting,
)
from .offending import follow_up_ends, offended
from .slots import assigned, chosen, given_back, has_officer, held_by, next_due, weighed
from .state import (
    ATTENDED,
    BREACHES,
    BUSY,
    CAME,
    COMMUNITY,
    COMPLETED,
    CONTACTS,
    CONVICTED,
    CROSSED,
    CUSTODY,
    DECILE_CONTACTS,
    DECILE_SESSIONS,
    DECISION_DAYS,
    EXCUSED,
    FAILURES,
    GROUP_CONTACTS,
    GROUP_REFERRED,
    GROUP_SESSIONS,
    GROUP_WITHOUT,
    HANDOVERS_PLACE,
    HANDOVERS_RISK,
    HANDOVERS_STAFF,
    KILOMETRES,
    LET_BE,
    NEVER,
    NOTICE_DAYS,
    OUT,
    PUT_OFF,
    QUEUE_TO,
    RECALLS,
    REFERRED,
    REVOKED,
    SESSIONS,
    STARTED,
    TO_DECIDE,
    WARM,
    WARNED,
    WEEKS_WITHOUT,
    World,
)
from .telling import victims_told

WARN_CODE, COURT_CODE, CONSIDER_CODE = 1, 2, 3


@compiled
def risk_moves(w: World, r: np.void, key: np.uint64, person: np.void, week: int) -> None:
    """The level of harm moves, up or down; the model says who holds them then, if it lets a rise change that."""
    turned = person["back"]
    rising = r["up"][person["risk"]]
    total = rising + r["down"][person["risk"]]
    up = luck(key, person["number"], person["moves"], ASSESSED) * total < rising
    if turned:
        up = person["lowered"] == 1
    if (up and person["risk"] >= 3) or (not up and person["risk"] <= 0):
        up = not up
    person["risk"] += 1 if up else -1
    person["lowered"] = 0 if up else 1
    person["moves"] += 1
    weighed(w, r, person)
    if not (up and r["keeps"][person["model"]]):
        held_by(w, r, key, person, week, HANDOVERS_RISK)
    risk_changes(r, key, person, week)


@compiled
def contact(w: World, r: np.void, key: np.uint64, person: np.void, i: int, week: int) -> None:
    """A contact is due: nobody holds it, nobody is there, no time is left for it, or it is held and attended or not."""
    nobody = w.hub["nobody"]
    if person["pool"] == nobody or week >= person["third"]:
        person["contact"] = NEVER
        return
    if not has_officer(w, person) and not found_again(w, r, key, person, week):
        person["contact"] = week + 1
        return
    ratio = w.post[person["officer"]]["known_load"] / r["target"]
    if ratio > 1 and luck(key, person["number"], week, HELD) >= 1 / ratio:
        w.out[week, person["pool"], PUT_OFF] += 1
        person["contact"] = week + 1
        return
    w.out[week, person["pool"], CONTACTS] += 1
    if week >= w.hub["at"][WARM]:
        w.hub["by_decile"][person["band"] * 10 // 64, DECILE_CONTACTS] += 1
        w.hub["by_group"][person["cohort"], GROUP_CONTACTS] += 1
    tier = r["tier"][
        person["risk"], 1 if person["rsr"] == 1 else 0, person["cohort"] >> 2 & 1, person["band"]
    ]
    early = person["attended"] < r["early_weeks"][tier]
    person["contact"] = week + 1 if early else person["contact"] + max(r["spacing"][tier], 1.0)
    if luck(key, person["number"], week, ATTEND) >= person["miss"]:
        w.out[week, person["pool"], ATTENDED] += 1
        w.out[week, person["pool"], KILOMETRES] += int(2 * person["far"] + 0.5)
        person["attended"] = min(person["attended"] + 1, 100)
        if person["serving"] == 1:
            thought_of(w, r, key, person, i, week)
    elif luck(key, person["number"], week, EXCUSE) < r["excused"]:
        came_of(w, r, key, person, week, 0)
    else:
        came_of(w, r, key, person, week, 1)


@compiled
def found_again(w: World, r: np.void, key: np.uint64, person: np.void, week: int) -> bool:
    """Another manager for somebody whose own has left or who had none, after the weeks that takes."""
    w.out[week, person["pool"], WEEKS_WITHOUT] += 1
    if week >= w.hub["at"][WARM]:
        w.hub["by_group"][person["cohort"], GROUP_WITHOUT] += 1
    had = person["officer"] >= 0
    if person["weeks_without_until"] == 0:
        person["weeks_without_until"] = week + int(r["reassign_weeks"])
    if week < person["weeks_without_until"] or chosen(w, r, key, person, week) < 0:
        return False
    assigned(w, r, key, person, week)
    person["weeks_without_until"] = 0
    if had:
        w.out[week, person["pool"], HANDOVERS_STAFF] += 1
        person["changes"] = min(person["changes"] + 1, 7)
    return True


@compiled
def came_of(w: World, r: np.void, key: np.uint64, person: np.void, week: int, outcome: int) -> None:
    """What an absence counts as, where it stands in its window, and what is owed: a warning, a court or a thought of recall."""
    if r["counts"][outcome, person["sentence"]] == 0:
        w.out[week, person["pool"], EXCUSED] += 1
        return
    w.out[week, person["pool"], FAILURES] += 1
    number = 1
    number += 1 if person["failed"] > week - r["window_weeks"] else 0
    number += 1 if person["failed_before"] > week - r["window_weeks"] else 0
    person["failed_before"], person["failed"] = person["failed"], week
    must = r["must"][person["sentence"], number]
    model = person["model"]
    here = subject_now(person)
    notice = 0
    crosses = r["notifies"][model, here] != r["decides"][model, here]
    if crosses:
        notice = 1 + int(luck(key, person["number"], week, NOTICE) * r["refer_days"][model])
        late = luck(key, person["number"], week, LATE)
        if late >= r["on_time"]:
            notice = (
                r["refer_days"][model] + 1 + int(10 * (late - r["on_time"]) / max(1 - r["on_time"], 1e-9))
            )
    decision = r["decide_days"] + (r["accept_days"] + int(r["added_days"]) if crosses else 0)
    w.out[week, person["pool"], NOTICE_DAYS] += notice
    w.out[week, person["pool"], DECISION_DAYS] += decision
    w.out[week, person["pool"], CROSSED] += 1 if crosses else 0
    if must == WARN_CODE:
        w.out[week, person["pool"], WARNED] += 1
    elif person["decide"] == NEVER:
        w.out[week, person["pool"], TO_DECIDE] += 1
        person["decide"] = week + max(1, (notice + decision + 4) // 5)


@compiled
def subject_now(person: np.void) -> int:
    """The number of somebody's subject in the community."""
    number = ((person["risk"] * 7 + person["sentence"]) * 2) * 3 + person["rsr"]
    return int((number * 64 + person["cohort"]) * 2 + person["settled"])


@compiled
def decided(w: World, r: np.void, key: np.uint64, person: np.void, week: int) -> None:
    """Whoever decides does: a breach goes to court and may be revoked; a licence may be recalled for a time by the rule."""
    person["decide"] = NEVER
    decider = r["decides"][person["model"], subject_now(person)]
    paid = r["paid"][person["model"], decider]
    times = r["paid_breach"] if paid else 1.0
    on_licence = person["sentence"] >= 5
    share = (r["recall"] if on_licence else r["breach"]) * times
    if luck(key, person["number"], week, DECIDE) >= share:
        w.out[week, person["pool"], LET_BE] += 1
        return
    if on_licence:
        w.out[week, person["pool"], RECALLS] += 1
        fixed = r["recall_days"][min(person["months"], len(r["recall_days"]) - 1)]
        wait = waiting(key, person["number"], week, RECALL) * r["recall_weeks"]
        inside(w, r, key, person, week, (fixed + 6) // 7 if fixed > 0 else 1 + int(min(wait, 500.0)))
        return
    w.out[week, person["pool"], BREACHES] += 1
    person["failed"], person["failed_before"] = -NEVER, -NEVER
    if luck(key, person["number"], week, COURT) < r["revoked"]:
        w.out[week, person["pool"], REVOKED] += 1
        inside(w, r, key, person, week, max(1, int(r["revoked_weeks"])))


@compiled
def inside(w: World, r: np.void, key: np.uint64, person: np.void, week: int, weeks: int) -> None:
    """Into custody for so many weeks; a service is broken off."""
    victims_told(w, r, key, person, week)
    person["state"], person["release"] = CUSTODY, week + weeks
    person["ends"] = max(person["ends"], week + weeks)
    person["decide"], person["session"] = NEVER, NEVER
    if person["serving"] == 2:
        w.hub["at"][BUSY] -= 1
        person["serving"] = 3
    held_by(w, r, key, person, week, HANDOVERS_PLACE)
    weighed(w, r, person)


@compiled
def released(w: World, r: np.void, key: np.uint64, person: np.void, week: int) -> None:
    """Out of custody on licence, not yet resettled where it was a custodial sentence."""
    victims_told(w, r, key, person, week)
    person["release"] = NEVER
    person["settled"] = 0 if person["sentence"] >= 5 else 1
    person["settle"] = week + max(1, int(r["settle_weeks"])) if person["sentence"] >= 5 else NEVER
    kept = person["exposed"]
    begun(w, r, key, person, week, 0.0)
    person["exposed"] = kept if person["followed"] >= 0 and person["followed"] < week else 0
    held_by(w, r, key, person, week, HANDOVERS_PLACE)
    weighed(w, r, person)
    if person["followed"] == week:
        person["followed_pool"] = person["pool"]
    person["weeks_without_until"] = min(person["weeks_without_until"], 0)


@compiled
def convicted(w: World, r: np.void, key: np.uint64, person: np.void, week: int) -> None:
    """A reoffence is proven: a further sentence, in custody or not, of which supervision goes on or begins again."""
    person["convict"] = NEVER
    w.out[week, person["pool"], CONVICTED] += 1
    person["terms"] += 1
    again = person["state"] == OUT
    turn = person["terms"]
    custody = luck(key, person["number"], turn, SENTENCE) < r["custody_again"]
    kind = (6 if luck(key, person["number"], turn, TERM) < 0.3 else 5) if custody else 3
    months = months_drawn(r, key, person["number"], turn, kind)
    weeks = max(1, int(months * 4.348))
    person["sentence"] = max(person["sentence"], kind) if not again else kind
    person["months"] = months
    person["ends"] = max(person["ends"], week + weeks)
    if again:
        person["state"], person["settled"] = COMMUNITY, 1
        person["attended"], person["changes"], person["helped"], person["serving"] = 0, 0, 1, 0
        person["model"] = 1 if week >= r["switch_week"] else 0
        person["pool"], person["officer"], person["points"] = w.hub["nobody"], -1, 0
        w.out[week, w.hub["nobody"], STARTED] += 1
        w.out[week, w.hub["nobody"], CAME] += 1
    if custody:
        inside(w, r, key, person, week, max(1, weeks // 2))
    else:
        held_by(w, r, key, person, week, -1 if again else HANDOVERS_PLACE)
        begun(w, r, key, person, week, 0.0)
        weighed(w, r, person)
    if again:
        risk_changes(r, key, person, week)


@compiled
def session(w: World, r: np.void, key: np.uint64, person: np.void, week: int) -> None:
    """A session of a service is due: attended or not; the last of them completes it, and a wait may have cost some of its effect."""
    w.out[week, person["pool"], SESSIONS] += 1
    if week >= w.hub["at"][WARM]:
        w.hub["by_decile"][person["band"] * 10 // 64, DECILE_SESSIONS] += 1
        w.hub["by_group"][person["cohort"], GROUP_SESSIONS] += 1
    person["session"] = week + 1
    if luck(key, person["number"], week, SESSION) < r["session_missed"]:
        return
    w.out[week, person["pool"], KILOMETRES] += int(2 * person["far"] + 0.5)
    person["sessions"] -= 1
    if person["sessions"] <= 0:
        w.out[week, person["pool"], COMPLETED] += 1
        person["session"], person["serving"] = NEVER, 3
        w.hub["at"][BUSY] -= 1
        person["helped"] = 1 - (1 - r["service_hazard"]) * (1 - r["wait_lost"]) ** (
            person["referred"] / 4.348
        )


@compiled
def visit(w: World, r: np.void, key: np.uint64, i: int, week: int) -> None:
    """Everything that is due for one person in one week, in the order in which the world does it."""
    person = w.people[i]
    person["due"] = -1
    offended(w, r, key, person, week)
    follow_up_ends(w, r, person, week)
    state = person["state"]
    if state == OUT:
        if person["convict"] <= week:
            convicted(w, r, key, person, week)
        elif person["followed"] < 0 and person["convict"] == NEVER:
            given_back(w, i)
            return
    elif person["ends"] <= week:
        if person["serving"] == 2:
            w.hub["at"][BUSY] -= 1
        left(w, i, week)
        if person["state"] != OUT:
            return
    elif state == CUSTODY:
        if person["release"] <= week:
            released(w, r, key, person, week)
    else:
        outside(w, r, key, person, i, week)
    next_due(w, i)


@compiled
def outside(w: World, r: np.void, key: np.uint64, person: np.void, i: int, week: int) -> None:
    """What is due for somebody who is supervised in the community."""
    if person["convict"] <= week:
        convicted(w, r, key, person, week)
        return
    if person["risk_at"] <= week:
        risk_moves(w, r, key, person, week)
    if person["settle"] <= week:
        person["settled"], person["settle"] = 1, NEVER
        held_by(w, r, key, person, week, HANDOVERS_PLACE)
    if person["decide"] <= week:
        decided(w, r, key, person, week)
        if person["state"] == CUSTODY:
            return
    if person["session"] <= week:
        session(w, r, key, person, week)
    if person["contact"] <= week:
        contact(w, r, key, person, i, week)


@compiled
def thought_of(w: World, r: np.void, key: np.uint64, person: np.void, i: int, week: int) -> None:
    """Whoever manages somebody puts them forward for the service or does not: as often as effort goes to people like them."""
    model = person["model"]
    paid = r["paid"][model, person["pool"]]
    person["serving"] = 0
    if luck(key, person["number"], 0, NEED) < r["need"][model, paid, person["band"]]:
        referred(w, person, i, week)


@compiled
def referred(w: World, person: np.void, i: int, week: int) -> None:
    """Somebody with the need is put in the queue of the service."""
    person["serving"], person["referred"] = 4, week
    w.out[week, person["pool"], REFERRED] += 1
    if week >= w.hub["at"][WARM]:
        w.hub["by_group"][person["cohort"], GROUP_REFERRED] += 1
    at = w.hub["at"][QUEUE_TO] % len(w.queue)
    w.queue[at, 0], w.queue[at, 1] = i, person["number"]
    w.hub["at"][QUEUE_TO] += 1
