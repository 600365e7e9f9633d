-- How people are reached, for the service itself, which reminds them: whether they died or the record was merged, their first
-- language, and every number and address with whether it is safe. For the worker alone, in the name of the service.
CREATE OR REPLACE FUNCTION people_to_reach(wanted uuid[])
RETURNS TABLE (person_id uuid, state text, first_language text, points jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.id, p.state, p.first_language,
      coalesce((SELECT jsonb_agg(jsonb_build_object('by', c.way, 'to', c.place, 'safe', c.safe_to_use, 'note', c.safe_note)
          ORDER BY c.recorded_at DESC, c.id)
        FROM (SELECT 'text' AS way, h.number AS place, h.safe_to_use, h.safe_note, h.recorded_at, h.id
            FROM people_phone h WHERE h.person_id = p.id AND h.ended_at IS NULL
          UNION ALL SELECT 'email', e.address, e.safe_to_use, e.safe_note, e.recorded_at, e.id
            FROM people_email e WHERE e.person_id = p.id AND e.ended_at IS NULL) c), '[]')
    FROM people_person p
    WHERE p.id = ANY (wanted) AND may(SEND_REMINDERS) AND access_is_the_service()
$$;
REVOKE ALL ON FUNCTION people_to_reach(uuid[]) FROM PUBLIC, throughcare_web;
GRANT EXECUTE ON FUNCTION people_to_reach(uuid[]) TO throughcare_worker;

-- The language in which a person is written to, for the functions of the contexts above.
CREATE OR REPLACE FUNCTION people_first_language(person uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.first_language FROM people_person p WHERE p.id = person
$$;
REVOKE ALL ON FUNCTION people_first_language(uuid) FROM PUBLIC, throughcare_web, throughcare_worker;
