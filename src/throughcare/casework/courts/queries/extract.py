"""What courts publish of sentences, offences and requirements for an extract: their own tables, to a day, nobody named."""

KNOWN_TO = 'SELECT max("on") AS known_to FROM courts_appearance WHERE "on" <= $1::date'

SENTENCES = """SELECT s.id::text AS id, s.person_id::text AS person, s.imposed_on, s.kind, o."group" AS offence_group
  FROM courts_sentence s
  LEFT JOIN courts_appearanceoffence ao ON ao.appearance_id = s.appearance_id AND ao.main
  LEFT JOIN courts_offence o ON o.code = ao.offence_id
  WHERE s.imposed_on <= $1::date"""

OFFENCES = """SELECT ao.id::text AS id, ao.person_id::text AS person, ao."on" AS offence_date, a."on" AS proven_date,
  a.outcome, o.code, o."group" AS offence_group, o.actuarial_category AS category
  FROM courts_appearanceoffence ao JOIN courts_appearance a ON a.id = ao.appearance_id
  JOIN courts_offence o ON o.code = ao.offence_id WHERE a."on" <= $1::date"""

REQUIREMENTS = """SELECT r.id::text AS id, r.person_id::text AS person, r.kind AS service, r.sentence_id::text AS sentence,
  s.imposed_on AS started_on,
  CASE WHEN coalesce(r.ended_on, s.ended_on) >= s.imposed_on THEN coalesce(r.ended_on, s.ended_on) END AS ended_on
  FROM courts_requirement r JOIN courts_sentence s ON s.id = r.sentence_id WHERE s.imposed_on <= $1::date"""
