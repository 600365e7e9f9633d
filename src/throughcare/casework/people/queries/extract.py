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
