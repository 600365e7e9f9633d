"""What people publish for an extract: who survives a merge, and of each survivor what may be counted by."""

# A merged record counts as the one that survives it, through however many mergings.
SURVIVORS = """WITH RECURSIVE whose(id, root) AS (
  SELECT id, id FROM people_person WHERE merged_into_id IS NULL
  UNION ALL SELECT p.id, w.root FROM people_person p JOIN whose w ON p.merged_into_id = w.id)
  SELECT id::text AS id, root::text AS root FROM whose"""

PEOPLE = """SELECT id::text AS person, died_on, date_of_birth,
  CASE sex WHEN 'F' THEN 'female' WHEN 'M' THEN 'male' END AS sex,
  CASE left(ethnicity, 1) WHEN 'A' THEN 'asian' WHEN 'B' THEN 'black' WHEN 'M' THEN 'mixed'
    WHEN 'W' THEN 'white' WHEN 'O' THEN 'other' END AS ethnicity_group
  FROM people_person WHERE merged_into_id IS NULL"""

# What each survivor said of themselves that need is counted by; what was not asked or not told is null. Faith and language in few words.
SAID_OF_THEMSELVES = """SELECT id::text AS person, date_of_birth,
  CASE sex WHEN 'F' THEN 'female' WHEN 'M' THEN 'male' END AS sex,
  CASE left(ethnicity, 1) WHEN 'A' THEN 'asian' WHEN 'B' THEN 'black' WHEN 'M' THEN 'mixed'
    WHEN 'W' THEN 'white' WHEN 'O' THEN 'other' END AS ethnicity,
  CASE WHEN religion NOT IN ('not_asked', '') THEN religion END AS faith,
  CASE WHEN disabled IN ('yes', 'no') THEN disabled END AS disability,
  CASE WHEN needs_interpreter IN ('yes', 'no') THEN needs_interpreter END AS interpreter
  FROM people_person WHERE merged_into_id IS NULL"""

# The postcode district of each home, from which day to which; one that began on no known day was always so.
HOME_DISTRICTS = """SELECT person_id::text AS person, district AS value, coalesce(lower(during), DATE '1900-01-01') AS from_day,
  upper(during) AS to_day
  FROM people_address WHERE kind = 'home' AND district <> '' ORDER BY lower(during) NULLS FIRST"""
