"""What supervision publishes of releases and of who answers for a matter for an extract: its own tables, nobody named."""

# A release is a movement out of custody, on London's day.
RELEASES = """SELECT m.id::text AS id, m.person_id::text AS person, m.moved_at AS at, k.area_code,
  (m.moved_at AT TIME ZONE 'Europe/London')::date AS day
  FROM supervision_movement m JOIN supervision_case k ON k.id = m.case_id WHERE m.kind = $1"""

# The first case that a matter, such as a sentence, was part of.
MATTERS = """SELECT DISTINCT ON (m.about_id) m.about_id::text AS about, k.area_code, k.organisation_id::text AS organisation
  FROM supervision_matter m JOIN supervision_case k ON k.id = m.case_id ORDER BY m.about_id, m.at"""


# Who was under supervision from which day to which, in which area, and which team answers.
CASELOAD = """SELECT person_id::text AS person, area_code AS area, unit_id::text AS team,
  (opened_at AT TIME ZONE 'Europe/London')::date AS from_day, (closed_at AT TIME ZONE 'Europe/London')::date AS to_day
  FROM supervision_case WHERE opened_at IS NOT NULL"""

# Who managed whom from which day to which, in which area; the manager is a number that says nothing of them.
MANAGERS = """SELECT t.person_id::text AS person, k.area_code AS area, t.member_id::text AS manager,
  (lower(t.during) AT TIME ZONE 'Europe/London')::date AS from_day, (upper(t.during) AT TIME ZONE 'Europe/London')::date AS to_day
  FROM supervision_tenure t JOIN supervision_case k ON k.id = t.case_id WHERE t.kind = 'offender manager'"""
