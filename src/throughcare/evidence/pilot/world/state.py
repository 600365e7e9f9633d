"""What the world holds: each person's record, the tables of the rules, what is assumed, and what is counted."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

FREE, COMMUNITY, CUSTODY, OUT = range(4)
"""How a slot stands: empty, supervised outside, inside, or no longer supervised and followed for what comes after."""
NEVER: Final = 30_000
"""A week that never comes; every week of a run lies below, and fits in two bytes."""
FOLLOWED_WEEKS: Final = 52
UNSEEN_WEEKS: Final = 8
"""The longest that somebody who can offend is not looked at: shorter than any lag to proof, so that no proof comes late."""
BANDS, DECILES, GROUPS = 64, 10, 64

PERSON: Final = np.dtype(
    [
        ("number", "i8"), ("spent", "f8"), ("threshold", "f8"), ("contact", "f4"), ("miss", "f4"), ("helped", "f4"), ("far", "f4"),
        ("after", "i4"), ("before", "i4"), ("free", "i4"), ("officer", "i4"), ("generation", "i4"),
        ("exposed", "i2"), ("seen", "i2"), ("ends", "i2"), ("release", "i2"), ("decide", "i2"), ("convict", "i2"),
        ("risk_at", "i2"), ("session", "i2"), ("settle", "i2"), ("followed", "i2"), ("third", "i2"), ("due", "i2"),
        ("failed", "i2"), ("failed_before", "i2"), ("referred", "i2"),
        ("weeks_without_until", "i2"),
        ("points", "i2"), ("months", "i2"), ("count", "i2"), ("offences", "i2"), ("moves", "i2"), ("terms", "i2"),
        ("state", "i1"), ("sentence", "i1"), ("risk", "i1"), ("rsr", "i1"), ("cohort", "i1"), ("band", "i1"),
        ("settled", "i1"), ("model", "i1"), ("pool", "i1"), ("followed_pool", "i1"), ("attended", "i1"),
        ("changes", "i1"), ("serving", "i1"), ("sessions", "i1"), ("back", "i1"), ("lowered", "i1"),
    ],
    align=True,
)  # fmt: skip

MEASURES: Final = (
    "people", "inside", "points", "officers", "came", "went", "started", "ended", "contacts", "put_off", "attended",
    "excused", "failures", "warned", "to_decide", "crossed", "notice_days", "decision_days", "breaches", "let_be",
    "revoked", "recalls", "handovers_risk", "handovers_change", "handovers_staff", "handovers_place",
    "weeks_without", "referred", "admitted", "waited_weeks", "waiting", "sessions", "completed", "offences",
    "convicted", "followed", "reoffended", "reoffences", "squares", "predicted", "first_half",
    "never_begun", "kilometres", "to_tell", "told",
)  # fmt: skip
"""What is counted, by week and body; the last stands for nobody. ``predicted`` is in thousandths."""
(PEOPLE, INSIDE, POINTS, OFFICERS, CAME, WENT, STARTED, ENDED, CONTACTS, PUT_OFF, ATTENDED, EXCUSED, FAILURES, WARNED,
 TO_DECIDE, CROSSED, NOTICE_DAYS, DECISION_DAYS, BREACHES, LET_BE, REVOKED, RECALLS, HANDOVERS_RISK, HANDOVERS_CHANGE,
 HANDOVERS_STAFF, HANDOVERS_PLACE, WEEKS_WITHOUT, REFERRED, ADMITTED, WAITED_WEEKS, WAITING, SESSIONS, COMPLETED,
 OFFENCES, CONVICTED, FOLLOWED, REOFFENDED, REOFFENCES, SQUARES, PREDICTED, FIRST_HALF,
 NEVER_BEGUN, KILOMETRES, TO_TELL, TOLD) = range(len(MEASURES))  # fmt: skip


POOLS: Final = 8
"""The most bodies that can manage, tell or decide for anybody under one design."""
LOADS: Final = 64
"""Into how many steps a load from half to twice the usual is put."""
SUBJECTS, HAZARD_WEEKS, LENGTHS, MONTHS_KNOWN = 26_880, 521, 24, 241

RULES: Final = np.dtype(
    [
        # what the rules say; the first axis of a holder is the model before the change and the one after
        ("manages", "i1", (2, SUBJECTS)), ("notifies", "i1", (2, SUBJECTS)), ("decides", "i1", (2, SUBJECTS)),
        ("tells", "i1", (2, SUBJECTS)),
        ("paid", "i1", (2, POOLS + 1)), ("refer_days", "i4", (2,)), ("keeps", "i1", (2,)),
        ("at_change", "i1", (2, 2, 2)), ("tier", "i1", (5, 2, 2, BANDS)), ("points", "i4", (3, 7)),
        ("early_weeks", "i4", (7,)), ("spacing", "f8", (7,)), ("must", "i1", (7, 4)), ("counts", "i1", (2, 7)),
        ("recall_days", "i4", (MONTHS_KNOWN,)), ("accept_days", "i4"), ("decide_days", "i4"), ("window_weeks", "i4"),
        ("switch_week", "i4"), ("follows", "i1"), ("post_counts", "i4", (2, POOLS)),
        # what is assumed (need: by model, by whether the body is paid, by band); rates are for a week, shares lie between 0 and 1
        ("arrivals", "f8"), ("missed", "f8"), ("excused", "f8"), ("distance_odds", "f8"), ("on_time", "f8"),
        ("added_days", "f8"), ("breach", "f8"), ("paid_breach", "f8"), ("revoked", "f8"), ("revoked_weeks", "f8"),
        ("recall", "f8"), ("recall_weeks", "f8"), ("change_times", "f8", (8,)), ("load_times", "f8", (LOADS + 1,)),
        ("supervised_hazard", "f8"), ("service_hazard", "f8"), ("wait_lost", "f8"), ("up", "f8", (5,)),
        ("down", "f8", (5,)), ("back", "f8"), ("custody_again", "f8"), ("lag_weeks", "f8"), ("several", "f8"),
        ("leaving", "f8"), ("vacant_weeks", "f8"), ("reassign_weeks", "f8"), ("settle_weeks", "f8"), ("need", "f8", (2, 2, BANDS)),
        ("places", "f8"), ("sessions", "f8"), ("session_missed", "f8"), ("target", "f8"), ("usual_load", "f8"),
        # who arrives: running sums, lengths in months, and the hazard spent by each week in each predicted band
        ("kind", "f8", (4,)), ("order_months", "i4", (LENGTHS,)), ("order_sums", "f8", (LENGTHS,)),
        ("short_months", "i4", (LENGTHS,)), ("short_sums", "f8", (LENGTHS,)), ("long_months", "i4", (LENGTHS,)),
        ("long_sums", "f8", (LENGTHS,)), ("risk", "f8", (4,)), ("rsr", "f8", (5,)), ("cohort", "f8", (6, 5)),
        ("hazard", "f8", (BANDS, HAZARD_WEEKS)), ("two_year", "f8", (BANDS,)), ("kilometres", "f8"), ("told", "f8", (3,)),
    ],
    align=True,
)  # fmt: skip
"""Everything that the world is told and never changes, in one record: the tables of the rules, and what is assumed."""

POST: Final = np.dtype(
    [
        ("load", "i8"), ("known_load", "i8"), ("generation", "i4"), ("gone", "i4"), ("leaves", "i4"), ("turns", "i4"),
    ],
    align=True,
)  # fmt: skip
"""One post: what it carries and carried last week, who is in it, until when it is empty (-1: it is not), when they leave."""

HUB: Final = np.dtype(
    [
        ("nobody", "i8"), ("posts", "i8", (POOLS,)), ("first_post", "i8", (POOLS,)), ("unheld", "i8", (POOLS + 1,)),
        ("by_decile", "i8", (DECILES, 4)), ("by_level", "i8", (5, 2)), ("by_group", "i8", (GROUPS, 8)),
        ("at", "i8", (16,)),
    ],
    align=True,
)  # fmt: skip
"""What there is once: how many bodies (which is the number of nobody), their posts, points that nobody carries, counts."""


class World(NamedTuple):
    """Everything that changes: people by slot, posts by body, the queue, what is counted, the first due of each week, and
    a log of who is followed and what they do (no rows: none is kept)."""

    people: np.ndarray
    post: np.ndarray
    queue: np.ndarray
    out: np.ndarray
    head: np.ndarray
    hub: np.void
    log: np.ndarray


FREE_TOP, ARRIVED, QUEUE_FROM, QUEUE_TO, BUSY, FULL, NOW, AREA, WARM, LOGGED = range(10)
"""Places of ``at``: free slots, arrivals so far, the queue's ends, places taken, whether slots ran out, the week, the area,
the weeks of warming up, rows of the log."""
DECILE_CONTACTS, DECILE_SESSIONS, DECILE_WEEKS, DECILE_OFFENCES = range(4)
(
    GROUP_WEEKS,
    GROUP_CONTACTS,
    GROUP_WITHOUT,
    GROUP_WAITING,
    GROUP_SESSIONS,
    GROUP_OFFENCES,
    GROUP_REFERRED,
    GROUP_NEVER_BEGUN,
) = range(8)
"""What is counted of each set of groups that somebody may belong to (a bit for each)."""

LOG: Final = np.dtype(
    [
        ("number", "i8"), ("what", "i1"), ("week", "i2"), ("many", "i2"), ("pool", "i1"), ("sentence", "i1"),
        ("risk", "i1"), ("cohort", "i1"), ("band", "i1"), ("changes", "i1"),
    ],
    align=True,
)  # fmt: skip
"""One row of the log: a person's year that was followed to its end, or one occasion on which they offended."""
YEAR, OCCASION = 1, 2
