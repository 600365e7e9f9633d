"""The weeks of a block of people: staff come and go, the model changes, people arrive, places are filled, what is due is done."""

from __future__ import annotations

import numpy as np

from .arriving import arrivals, stock
from .compiled import compiled
from .happening import visit
from .luck import LEAVE, waiting
from .offending import follow_up_ends, offended
from .slots import held_by, next_due, schedule, subject, unlink
from .state import (
    ADMITTED,
    AREA,
    BUSY,
    COMMUNITY,
    CUSTODY,
    DECILE_WEEKS,
    FREE,
    FULL,
    GROUP_WAITING,
    GROUP_WEEKS,
    HANDOVERS_CHANGE,
    INSIDE,
    NEVER,
    NOW,
    OFFICERS,
    OUT,
    PEOPLE,
    POINTS,
    QUEUE_FROM,
    QUEUE_TO,
    WAITED_WEEKS,
    WAITING,
    WARM,
    World,
)

UNCHANGED, STAYS, MOVES, DECIDE_AGAIN, BEGINS, LAPSES = range(6)
QUARTER = 13


@compiled
def stays_for(w: World, r: np.void, key: np.uint64, pool: int, post: int, week: int) -> None:
    """Somebody takes a post, and luck says for how long."""
    who = (1 << 60) + (w.hub["at"][AREA] << 32) + (pool << 20) + post - w.hub["first_post"][pool]
    w.post[post]["gone"] = -1
    wait = waiting(key, who, w.post[post]["turns"], LEAVE)
    w.post[post]["turns"] += 1
    w.post[post]["leaves"] = week + 1 + int(min(wait / r["leaving"], 1e6)) if r["leaving"] > 0 else NEVER


@compiled
def leaves_post(w: World, pool: int, post: int, back: int) -> None:
    """Somebody leaves: whoever they managed has nobody, until a visit finds them another."""
    w.hub["unheld"][pool] += w.post[post]["load"]
    w.post[post]["load"] = 0
    w.post[post]["generation"] += 1
    w.post[post]["gone"] = back


@compiled
def staffed(w: World, r: np.void, key: np.uint64, week: int) -> None:
    """Those who leave this week leave, and posts that were empty long enough are filled."""
    for pool in range(w.hub["nobody"]):
        for post in range(w.hub["first_post"][pool], w.hub["first_post"][pool] + w.hub["posts"][pool]):
            if w.post[post]["gone"] < 0:
                if w.post[post]["leaves"] <= week:
                    leaves_post(w, pool, post, week + int(r["vacant_weeks"]))
            elif w.post[post]["gone"] <= week:
                stays_for(w, r, key, pool, post, week)


@compiled
def posts_follow(w: World, r: np.void, key: np.uint64, week: int) -> None:
    """Where cases in flight stay, posts follow the work: shared out again each quarter by the points that each body holds."""
    posts, points = 0, 0
    for pool in range(w.hub["nobody"]):
        posts += r["post_counts"][1, pool]
        points += points_of(w, pool)
    for pool in range(w.hub["nobody"]):
        held = points_of(w, pool)
        share = posts * held / max(points, 1)
        became(w, r, key, pool, max(1, int(share + 0.5)) if held > 0 else 0, week)


@compiled
def points_of(w: World, pool: int) -> int:
    """The points that a body holds, whether anybody carries them or not."""
    found = w.hub["unheld"][pool]
    for post in range(w.hub["first_post"][pool], w.hub["first_post"][pool] + w.hub["posts"][pool]):
        found += w.post[post]["load"]
    return int(found)


@compiled
def became(w: World, r: np.void, key: np.uint64, pool: int, wanted: int, week: int) -> None:
    """A body has as many posts as are wanted: those that close are left, those that open are filled."""
    first, had = w.hub["first_post"][pool], w.hub["posts"][pool]
    for post in range(first + wanted, first + had):
        leaves_post(w, pool, post, NEVER)
    w.hub["posts"][pool] = wanted
    for post in range(first + had, first + wanted):
        stays_for(w, r, key, pool, post, week)


@compiled
def changed(w: World, r: np.void, key: np.uint64, week: int) -> None:
    """The day of the change: every open case is looked at once, by the model's rule for cases in flight."""
    nobody = w.hub["nobody"]
    for i in range(len(w.people)):
        person = w.people[i]
        if person["state"] != COMMUNITY and person["state"] != CUSTODY:
            continue
        before, after = person["pool"], r["manages"][1, subject(person)]
        code = r["at_change"][int(before == after), int(before != nobody), int(after != nobody)]
        if code == STAYS:
            continue
        person["model"] = 1
        if code == UNCHANGED:
            continue
        held_by(w, r, key, person, week, HANDOVERS_CHANGE)
        if person["state"] == COMMUNITY and person["contact"] >= NEVER and after != nobody:
            person["contact"] = week + 1
            next_due(w, i)


@compiled
def admitted(w: World, r: np.void, week: int) -> None:
    """Free places go to whoever was referred first and is still there."""
    while w.hub["at"][BUSY] < r["places"] and w.hub["at"][QUEUE_FROM] < w.hub["at"][QUEUE_TO]:
        at = w.hub["at"][QUEUE_FROM] % len(w.queue)
        w.hub["at"][QUEUE_FROM] += 1
        i = w.queue[at, 0]
        person = w.people[i]
        if person["number"] != w.queue[at, 1] or person["serving"] != 4:
            continue
        if person["state"] != COMMUNITY:
            person["serving"] = 1
            continue
        waited = week - person["referred"]
        w.out[week, person["pool"], ADMITTED] += 1
        w.out[week, person["pool"], WAITED_WEEKS] += waited
        w.hub["at"][BUSY] += 1
        person["serving"], person["referred"] = 2, waited
        person["sessions"], person["session"] = int(r["sessions"]), week
        schedule(w, i, week)


@compiled
def in_order(w: World, since: int) -> None:
    """Those referred this week stand in the queue by their number, whatever the order in which they were visited."""
    many = w.hub["at"][QUEUE_TO] - since
    size = len(w.queue)
    for one in range(1, many):
        at = one
        while at > 0 and w.queue[(since + at - 1) % size, 1] > w.queue[(since + at) % size, 1]:
            for column in range(2):
                kept = w.queue[(since + at) % size, column]
                w.queue[(since + at) % size, column] = w.queue[(since + at - 1) % size, column]
                w.queue[(since + at - 1) % size, column] = kept
            at -= 1


@compiled
def counted(w: World, week: int) -> None:
    """Once a quarter everybody is counted where they are; each week what the posts carry."""
    row = w.out[week]
    for pool in range(w.hub["nobody"]):
        for post in range(w.hub["first_post"][pool], w.hub["first_post"][pool] + w.hub["posts"][pool]):
            row[pool, POINTS] += int(w.post[post]["load"])
            row[pool, OFFICERS] += int(w.post[post]["gone"] < 0)
        row[pool, POINTS] += int(w.hub["unheld"][pool])
    if week % QUARTER != QUARTER - 1:
        return
    for i in range(len(w.people)):
        person = w.people[i]
        if person["state"] == FREE or person["state"] == OUT:
            continue
        row[person["pool"], PEOPLE] += 1
        row[person["pool"], INSIDE] += int(person["state"] == CUSTODY)
        row[person["pool"], WAITING] += int(person["serving"] == 4)
        if week >= w.hub["at"][WARM]:
            w.hub["by_level"][person["risk"], 0] += QUARTER
            w.hub["by_decile"][person["band"] * 10 // 64, DECILE_WEEKS] += QUARTER
            w.hub["by_group"][person["cohort"], GROUP_WEEKS] += QUARTER
            w.hub["by_group"][person["cohort"], GROUP_WAITING] += QUARTER * int(person["serving"] == 4)


@compiled
def visited(w: World, r: np.void, key: np.uint64, week: int) -> int:
    """Everybody of whom something is due this week; gives how many were visited."""
    many = 0
    while w.head[week] >= 0:
        i = w.head[week]
        unlink(w, i)
        visit(w, r, key, i, week)
        many += 1
    return many


@compiled
def closed(w: World, r: np.void, key: np.uint64) -> None:
    """The end of the last week: what happened since each was last seen is counted, whenever that was."""
    week = w.out.shape[0]
    for i in range(len(w.people)):
        person = w.people[i]
        if person["state"] != FREE:
            offended(w, r, key, person, week)
            follow_up_ends(w, r, person, week)


@compiled
def run(w: World, r: np.void, key: np.uint64) -> int:
    """All the weeks of a block, warming up among them; gives the visits made, and stops where the slots run out."""
    for pool in range(w.hub["nobody"]):
        w.hub["posts"][pool] = r["post_counts"][0, pool]
        for post in range(w.hub["first_post"][pool], w.hub["first_post"][pool] + w.hub["posts"][pool]):
            stays_for(w, r, key, pool, post, 0)
    stock(w, r, key)
    visits = 0
    for week in range(w.out.shape[0]):
        w.hub["at"][NOW] = week
        staffed(w, r, key, week)
        if week == r["switch_week"]:
            if not r["follows"]:
                for pool in range(w.hub["nobody"]):
                    became(w, r, key, pool, r["post_counts"][1, pool], week)
            changed(w, r, key, week)
        elif r["follows"] and week > r["switch_week"] and (week - r["switch_week"]) % QUARTER == 1:
            posts_follow(w, r, key, week)
        for post in range(len(w.post)):
            w.post[post]["known_load"] = w.post[post]["load"]
        model = 1 if week >= r["switch_week"] else 0
        arrivals(w, r, key, week, week, model)
        admitted(w, r, week)
        since = w.hub["at"][QUEUE_TO]
        visits += visited(w, r, key, week)
        in_order(w, since)
        counted(w, week)
        if w.hub["at"][FULL]:
            return visits
    closed(w, r, key)
    return visits
