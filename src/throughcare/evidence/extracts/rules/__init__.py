"""How what each context published becomes the tables of an extract: joins of Arrow tables, no database in sight.

The names in these questions are those of ``reading.PUBLISHED``; ``$to`` and the like are the extract's own rules.
"""

# One release ends every custodial sentence passed since the release before it; where there is none it ends a recall.
RELEASES = """WITH released AS (
  SELECT w.root, r.day, r.area_code, lag(r.day) OVER (PARTITION BY w.root ORDER BY r.at) AS earlier
  FROM releases r JOIN survivors w ON w.id = r.person WHERE r.day <= $to),
custodial AS (SELECT w.root, s.id, s.imposed_on, s.offence_group FROM sentences s JOIN survivors w ON w.id = s.person
  WHERE NOT list_contains($orders, s.kind)),
served AS (SELECT r.root, r.day, r.area_code, c.id, c.imposed_on, c.offence_group FROM released r JOIN custodial c
  ON c.root = r.root AND c.imposed_on <= r.day AND (r.earlier IS NULL OR c.imposed_on > r.earlier))"""

EVENTS = f"""{RELEASES},
began AS (
  SELECT w.root, s.imposed_on AS day, 'court_order' AS kind, m.area_code, s.offence_group, s.id
  FROM sentences s JOIN survivors w ON w.id = s.person LEFT JOIN matters m ON m.about = s.id
  WHERE list_contains($orders, s.kind)
  UNION ALL
  (SELECT DISTINCT ON (root, day) root, day, 'custody_release', area_code, offence_group, id
  FROM served ORDER BY root, day, imposed_on DESC, id)),
scored AS (SELECT w.root, a.day, a.at, a.score FROM scores a JOIN survivors w ON w.id = a.person),
harmful AS (SELECT w.root, h.day, h.at, h.value FROM harm h JOIN survivors w ON w.id = h.person),
predicted AS (SELECT DISTINCT ON (b.id) b.id, s.score FROM began b JOIN scored s
  ON s.root = b.root AND s.day <= b.day + $within ORDER BY b.id, s.at DESC),
known AS (SELECT DISTINCT ON (b.id) b.id, h.value FROM began b JOIN harmful h
  ON h.root = b.root AND h.day <= b.day + $within ORDER BY b.id, h.at DESC)
SELECT row_number() OVER (ORDER BY b.id) AS event_id, b.root AS person, b.day AS event_date, b.kind, b.area_code AS area,
  b.offence_group, date_part('year', age(b.day, p.date_of_birth))::integer AS age,
  d.score / 100 AS predicted, nullif(k.value, '') AS harm
FROM began b JOIN people p ON p.person = b.root
LEFT JOIN predicted d ON d.id = b.id LEFT JOIN known k ON k.id = b.id ORDER BY b.id"""

LEFT_OUT = f"""{RELEASES}
  SELECT (SELECT count(*) FROM custodial c WHERE NOT EXISTS (SELECT 1 FROM served s WHERE s.id = c.id)) AS custody,
    (SELECT count(*) FROM released r WHERE NOT EXISTS
      (SELECT 1 FROM served s WHERE s.root = r.root AND s.day = r.day)) AS after_recall"""

OFFENCES = """SELECT w.root AS person, o.offence_date, o.proven_date, list_contains($breaches, o.code) AS breach,
  'conviction' AS proved_by, o.offence_group, o.category
  FROM offences o JOIN survivors w ON w.id = o.person WHERE list_contains($proven_by, o.outcome) ORDER BY o.id"""

SERVICES = """SELECT w.root AS person, r.service, coalesce(g.name, 'not recorded') AS provider, r.started_on, r.ended_on
  FROM requirements r JOIN survivors w ON w.id = r.person
  LEFT JOIN matters m ON m.about = r.sentence LEFT JOIN organisations g ON g.id = m.organisation ORDER BY r.id"""

PEOPLE = "SELECT person, died_on, sex, ethnicity_group FROM people ORDER BY person"
