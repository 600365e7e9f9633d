"""What assessment publishes of scores and harm for an extract: its own tables, nobody named, each with the day it was known."""

from __future__ import annotations

import json

from ..models import FINISHED
from ..rules.needs.sections import AnswerSet, Need, score_all, sections
from ..rules.questions import items_of
from ..store.drafts import from_kept

SCORES = """SELECT person_id::text AS person, scored_at AS at, (scored_at AT TIME ZONE 'Europe/London')::date AS day,
  score::double precision AS score FROM assessment_score WHERE instrument = $1 AND score IS NOT NULL"""

HARM = """SELECT person_id::text AS person, lower(during) AS at, value,
  (lower(during) AT TIME ZONE 'Europe/London')::date AS day FROM assessment_registration WHERE kind = 'rosh'"""

TIERS = """SELECT person_id::text AS person, tier AS value, (lower(during) AT TIME ZONE 'Europe/London')::date AS from_day,
  (upper(during) AT TIME ZONE 'Europe/London')::date AS to_day FROM assessment_tier WHERE tier <> ''"""

_FINISHED = ", ".join(f"'{state}'" for state in FINISHED)
ASSESSED = f"""SELECT person_id::text AS person, answers::text AS answers, answer_set AS which,
  (signed_at AT TIME ZONE 'Europe/London')::date AS from_day FROM assessment_assessment
  WHERE state IN ({_FINISHED}) ORDER BY signed_at, id"""

_SAID = {Need.NONE: "no", Need.STANDARD: "yes", Need.SEVERE: "yes", Need.OPEN: "not known"}


def needs_said(answers: str, which: str) -> dict[str, str]:
    """Which needs an assessment's answers, as kept, say somebody has: yes, no or not known, by the section's title."""
    kept = {name: from_kept(one) for name, one in json.loads(answers).items()}
    scores = score_all(items_of(kept), AnswerSet(which))
    return {
        sections()[code].title: _SAID[score.need] for code, score in scores.items() if score.need in _SAID
    }
