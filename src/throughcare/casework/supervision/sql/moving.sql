-- What follows when people go into custody, come out of it or are sought. Whoever records it, or brings in the court's result that
-- says so, may see little of what others booked with them: what is called off, and who is away, the movements alone say.

-- Calls off what lies ahead of a case and is of these kinds, by movements that the viewer records in this very act. Answers how many.
CREATE OR REPLACE FUNCTION supervision_call_off(movements uuid[], kinds text[], saying text) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH off AS (
    UPDATE supervision_appointment a SET called_off_at = app_at(), called_off_because = saying FROM supervision_movement m
      WHERE m.id = ANY (movements) AND m.member_id = app_member() AND m.at = app_at() AND m.kind <> 'released'
        AND a.case_id = m.case_id AND a.starts_at > app_at() AND a.called_off_at IS NULL AND a.kind = ANY (kinds)
        AND NOT EXISTS (SELECT 1 FROM supervision_contact c LEFT JOIN supervision_contact n ON n.corrects_id = c.id
          WHERE c.appointment_id = a.id AND n.id IS NULL)
      RETURNING a.id)
  SELECT count(*)::integer FROM off
$$;

-- Which of these appointments a contact that stands tells of, of people whom the viewer sees: which, and nothing of what was told.
CREATE OR REPLACE FUNCTION supervision_told_among(appointments uuid[]) RETURNS TABLE (appointment_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.appointment_id FROM supervision_contact c LEFT JOIN supervision_contact n ON n.corrects_id = c.id
    WHERE c.appointment_id = ANY (appointments) AND n.id IS NULL AND access_may_see(c.person_id)
$$;

-- Which of these open cases are of people in custody, or at large by the last that is recorded of them.
CREATE OR REPLACE FUNCTION supervision_away_among(of_cases uuid[]) RETURNS TABLE (case_id uuid, person_id uuid, at_large boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.id, k.person_id, coalesce(last.sought, false) FROM supervision_case k
    LEFT JOIN LATERAL (SELECT m.kind IN ('unlawfully at large', 'recalled, the licence revoked') AS sought FROM supervision_movement m
      WHERE m.person_id = k.person_id ORDER BY m.moved_at DESC, m.id DESC LIMIT 1) last ON true
    WHERE k.id = ANY (of_cases) AND k.closed_at IS NULL AND (k.place = 'custody' OR last.sought)
$$;

-- Of movements, the open cases whose people they took away and who are away still: whether recalled by it, and whether at large now.
CREATE OR REPLACE FUNCTION supervision_taken_away(movements uuid[]) RETURNS TABLE (case_id uuid, recalled boolean, at_large boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.id, bool_or(m.kind = 'recalled, the licence revoked'), bool_or(a.at_large)
    FROM supervision_movement m JOIN supervision_case k ON k.person_id = m.person_id AND k.closed_at IS NULL,
      supervision_away_among(ARRAY[k.id]) a
    WHERE m.id = ANY (movements)
      AND m.kind IN ('sentenced to custody', 'received into custody', 'unlawfully at large', 'recalled, the licence revoked')
    GROUP BY k.id
$$;

-- Of movements, the open cases whose people they let out and who are not away now.
CREATE OR REPLACE FUNCTION supervision_let_out(movements uuid[]) RETURNS TABLE (case_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT k.id FROM supervision_movement m JOIN supervision_case k ON k.person_id = m.person_id AND k.closed_at IS NULL
    WHERE m.id = ANY (movements) AND m.kind = 'released' AND NOT EXISTS (SELECT 1 FROM supervision_away_among(ARRAY[k.id]))
$$;

-- Who is away, for whoever sees the person: that nobody can come is told to everybody who books them.
CREATE OR REPLACE FUNCTION supervision_away(of_cases uuid[]) RETURNS TABLE (case_id uuid, at_large boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.case_id, a.at_large FROM supervision_away_among(of_cases) a WHERE access_may_see(a.person_id)
$$;

-- How these cases began and stand, with the movements of their people, the oldest first; for the worker, whoever it hears.
CREATE OR REPLACE FUNCTION supervision_moved_in(of_cases uuid[])
RETURNS TABLE (case_id uuid, place text, opened_at timestamptz, kinds text[], instants timestamptz[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.id, k.place::text, k.opened_at, coalesce(array_agg(m.kind::text ORDER BY m.moved_at, m.id) FILTER (WHERE m.id IS NOT NULL), '{}'),
      coalesce(array_agg(m.moved_at ORDER BY m.moved_at, m.id) FILTER (WHERE m.id IS NOT NULL), '{}')
    FROM supervision_case k LEFT JOIN supervision_movement m ON m.person_id = k.person_id WHERE k.id = ANY (of_cases) GROUP BY k.id
$$;

-- When each of these contacts, as they were first told, happened by what stands of them now; for the worker, whoever it hears.
CREATE OR REPLACE FUNCTION supervision_happened(contacts uuid[]) RETURNS TABLE (first_id uuid, happened_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH RECURSIVE chain AS (
    SELECT c.id AS first, c.id FROM supervision_contact c WHERE c.id = ANY (contacts)
    UNION ALL SELECT chain.first, n.id FROM chain JOIN supervision_contact n ON n.corrects_id = chain.id)
  SELECT chain.first, c.happened_at FROM chain JOIN supervision_contact c ON c.id = chain.id
    WHERE NOT EXISTS (SELECT 1 FROM supervision_contact n WHERE n.corrects_id = c.id)
$$;

-- These contacts and every one that was put in the place of one of them since.
CREATE OR REPLACE FUNCTION supervision_as_corrected(contacts uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH RECURSIVE chain AS (
    SELECT unnest(contacts) AS id UNION SELECT n.id FROM chain JOIN supervision_contact n ON n.corrects_id = chain.id)
  SELECT id FROM chain
$$;

REVOKE ALL ON FUNCTION supervision_as_corrected(uuid[]), supervision_call_off(uuid[], text[], text), supervision_taken_away(uuid[]), supervision_away_among(uuid[]),
  supervision_told_among(uuid[]), supervision_away(uuid[]), supervision_moved_in(uuid[]), supervision_happened(uuid[]), supervision_let_out(uuid[]) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION supervision_taken_away(uuid[]), supervision_moved_in(uuid[]), supervision_happened(uuid[]), supervision_let_out(uuid[])
  TO throughcare_worker;
GRANT EXECUTE ON FUNCTION supervision_call_off(uuid[], text[], text), supervision_told_among(uuid[]), supervision_away(uuid[])
  TO throughcare_web, throughcare_worker;
