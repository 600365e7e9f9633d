"""The questions an extract asks of the database, in its own SQL; evidence may not import casework."""

# A merged record counts as the one that survives it, through however many mergings.
SURVIVORS = """WITH RECURSIVE whose(id, root) AS (
  SELECT id, id FROM people_person WHERE merged_into_id IS NULL
  UNION ALL SELECT p.id, w.root FROM people_person p JOIN whose w ON p.merged_into_id = w.id)"""
KNOWN_TO = 'SELECT max("on") AS known_to FROM courts_appearance WHERE "on" <= $1::date'
PEOPLE = """SELECT id::text AS person, died_on,
  CASE sex WHEN 'F' THEN 'female' WHEN 'M' THEN 'male' END AS sex,
  CASE left(ethnicity, 1) WHEN 'A' THEN 'asian' WHEN 'B' THEN 'black' WHEN 'M' THEN 'mixed'
    WHEN 'W' THEN 'white' WHEN 'O' THEN 'other' END AS ethnicity_group
  FROM people_person WHERE merged_into_id IS NULL ORDER BY id"""
# A release is a movement out of custody. One release ends every custodial sentence passed since the release before it;
# where there is none it ends a recall.
RELEASES = f"""{SURVIVORS}, movements AS (
  SELECT w.root, (m.moved_at AT TIME ZONE 'Europe/London')::date AS day, m.moved_at AS at, k.area_code
  FROM supervision_movement m JOIN whose w ON w.id = m.person_id JOIN supervision_case k ON k.id = m.case_id
  WHERE m.kind = $3),
released AS (SELECT root, day, area_code, lag(day) OVER (PARTITION BY root ORDER BY at) AS earlier
  FROM movements WHERE day <= $1::date),
custodial AS (SELECT w.root, s.id, s.imposed_on, s.appearance_id FROM courts_sentence s JOIN whose w ON w.id = s.person_id
  WHERE s.imposed_on <= $1::date AND NOT s.kind = ANY ($2::text[])),
served AS (SELECT r.root, r.day, r.area_code, c.id, c.imposed_on, c.appearance_id FROM released r JOIN custodial c
  ON c.root = r.root AND c.imposed_on <= r.day AND (r.earlier IS NULL OR c.imposed_on > r.earlier))"""
EVENTS = f"""{RELEASES},
began AS (
  SELECT w.root, s.imposed_on AS day, 'court_order' AS kind, c.area_code, s.appearance_id, s.id
  FROM courts_sentence s JOIN whose w ON w.id = s.person_id
  LEFT JOIN LATERAL (SELECT k.area_code FROM supervision_matter m JOIN supervision_case k ON k.id = m.case_id
    WHERE m.about_id = s.id ORDER BY m.at LIMIT 1) c ON true
  WHERE s.imposed_on <= $1::date AND s.kind = ANY ($2::text[])
  UNION ALL
  (SELECT DISTINCT ON (root, day) root, day, 'custody_release', area_code, appearance_id, id
  FROM served ORDER BY root, day, imposed_on DESC, id)),
scored AS (SELECT w.root, (a.scored_at AT TIME ZONE 'Europe/London')::date AS day, a.scored_at AS at, a.score
  FROM assessment_score a JOIN whose w ON w.id = a.person_id WHERE a.instrument = $4 AND a.score IS NOT NULL),
harm AS (SELECT w.root, (lower(g.during) AT TIME ZONE 'Europe/London')::date AS day, lower(g.during) AS at, g.value
  FROM assessment_registration g JOIN whose w ON w.id = g.person_id WHERE g.kind = 'rosh'),
predicted AS (SELECT DISTINCT ON (b.id) b.id, s.score FROM began b JOIN scored s
  ON s.root = b.root AND s.day <= b.day + $5::integer ORDER BY b.id, s.at DESC),
harmful AS (SELECT DISTINCT ON (b.id) b.id, h.value FROM began b JOIN harm h
  ON h.root = b.root AND h.day <= b.day + $5::integer ORDER BY b.id, h.at DESC)
SELECT row_number() OVER (ORDER BY b.id)::bigint AS event_id, b.root::text AS person, b.day AS event_date, b.kind,
  b.area_code AS area, o."group" AS offence_group,
  date_part('year', age(b.day, p.date_of_birth))::integer AS age,
  (d.score / 100)::double precision AS predicted, nullif(f.value, '') AS harm
FROM began b JOIN people_person p ON p.id = b.root
LEFT JOIN predicted d ON d.id = b.id LEFT JOIN harmful f ON f.id = b.id
LEFT JOIN courts_appearanceoffence ao ON ao.appearance_id = b.appearance_id AND ao.main
LEFT JOIN courts_offence o ON o.code = ao.offence_id ORDER BY b.id"""
LEFT_OUT = f"""{RELEASES}
  SELECT (SELECT count(*) FROM custodial c WHERE NOT EXISTS (SELECT 1 FROM served s WHERE s.id = c.id))::bigint AS custody,
    (SELECT count(*) FROM released r WHERE NOT EXISTS
      (SELECT 1 FROM served s WHERE s.root = r.root AND s.day = r.day))::bigint AS after_recall"""
OFFENCES = f"""{SURVIVORS}
  SELECT w.root::text AS person, ao."on" AS offence_date, a."on" AS proven_date,
    o.code = ANY ($3::text[]) AS breach, 'conviction' AS proved_by, o."group" AS offence_group,
    o.actuarial_category AS category
  FROM courts_appearanceoffence ao JOIN courts_appearance a ON a.id = ao.appearance_id
  JOIN courts_offence o ON o.code = ao.offence_id JOIN whose w ON w.id = ao.person_id
  WHERE a."on" <= $1::date AND a.outcome = ANY ($2::text[]) ORDER BY ao.id"""
SERVICES = f"""{SURVIVORS}
  SELECT w.root::text AS person, r.kind AS service, coalesce(b.name, 'not recorded') AS provider,
    s.imposed_on AS started_on,
    CASE WHEN coalesce(r.ended_on, s.ended_on) >= s.imposed_on THEN coalesce(r.ended_on, s.ended_on) END AS ended_on
  FROM courts_requirement r JOIN courts_sentence s ON s.id = r.sentence_id JOIN whose w ON w.id = r.person_id
  LEFT JOIN LATERAL (SELECT g.name FROM supervision_matter m JOIN supervision_case k ON k.id = m.case_id
    JOIN access_organisation g ON g.id = k.organisation_id WHERE m.about_id = s.id ORDER BY m.at LIMIT 1) b ON true
  WHERE s.imposed_on <= $1::date ORDER BY r.id"""
