"""What assessment publishes of scores and harm for an extract: its own tables, nobody named, each with the day it was known."""

SCORES = """SELECT person_id::text AS person, scored_at AS at, (scored_at AT TIME ZONE 'Europe/London')::date AS day,
  score::double precision AS score FROM assessment_score WHERE instrument = $1 AND score IS NOT NULL"""

HARM = """SELECT person_id::text AS person, lower(during) AS at, value,
  (lower(during) AT TIME ZONE 'Europe/London')::date AS day FROM assessment_registration WHERE kind = 'rosh'"""
