"""What courts publish of sentences, offences and requirements for an extract: their own tables, to a day, nobody named.

A result that was replaced by a correction, and a sentence that fell away, are left out: as the record now has it they
never were. What fell away convicts nobody either, as in ``convictions_of``.
"""

from ..rules import ANNULLED

_FELL_AWAY = ", ".join(f"'{state.value}'" for state in sorted(ANNULLED))
_STANDS = f"a.replaced_at IS NULL AND s.state NOT IN ({_FELL_AWAY})"

KNOWN_TO = (
    """SELECT max("on") AS known_to FROM courts_appearance WHERE "on" <= $1::date AND replaced_at IS NULL"""
)

# Every sentence that stands, from the day it was passed until it ended or would have.
RUNNING = f"""SELECT s.person_id::text AS person, s.kind, s.imposed_on AS from_day, coalesce(s.ended_on, s.ends_on) AS to_day
  FROM courts_sentence s JOIN courts_appearance a ON a.id = s.appearance_id WHERE {_STANDS} ORDER BY s.imposed_on, s.id"""

# The group of the main offence of every sentence that stands, for the days it ran.
MAIN_OFFENCES = f"""SELECT s.person_id::text AS person, o."group" AS value, s.imposed_on AS from_day,
  coalesce(s.ended_on, s.ends_on) AS to_day
  FROM courts_sentence s JOIN courts_appearance a ON a.id = s.appearance_id
  JOIN courts_appearanceoffence ao ON ao.appearance_id = s.appearance_id AND ao.main
  JOIN courts_offence o ON o.code = ao.offence_id WHERE {_STANDS} ORDER BY s.imposed_on, s.id"""

SENTENCES = f"""SELECT s.id::text AS id, s.person_id::text AS person, s.imposed_on, s.kind, o."group" AS offence_group
  FROM courts_sentence s JOIN courts_appearance a ON a.id = s.appearance_id
  LEFT JOIN courts_appearanceoffence ao ON ao.appearance_id = s.appearance_id AND ao.main
  LEFT JOIN courts_offence o ON o.code = ao.offence_id
  WHERE s.imposed_on <= $1::date AND {_STANDS}"""

OFFENCES = f"""SELECT ao.id::text AS id, ao.person_id::text AS person, ao."on" AS offence_date, a."on" AS proven_date,
  a.outcome, o.code, o."group" AS offence_group, o.actuarial_category AS category
  FROM courts_appearanceoffence ao JOIN courts_appearance a ON a.id = ao.appearance_id
  JOIN courts_offence o ON o.code = ao.offence_id WHERE a."on" <= $1::date AND a.replaced_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM courts_sentence s WHERE s.appearance_id = a.id AND s.state IN ({_FELL_AWAY}))"""

REQUIREMENTS = f"""SELECT r.id::text AS id, r.person_id::text AS person, r.kind AS service, r.sentence_id::text AS sentence,
  s.imposed_on AS started_on,
  CASE WHEN coalesce(r.ended_on, s.ended_on) >= s.imposed_on THEN coalesce(r.ended_on, s.ended_on) END AS ended_on
  FROM courts_requirement r JOIN courts_sentence s ON s.id = r.sentence_id
  JOIN courts_appearance a ON a.id = s.appearance_id WHERE s.imposed_on <= $1::date AND {_STANDS}"""
