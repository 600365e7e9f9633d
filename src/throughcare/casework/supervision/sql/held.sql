-- What a team has of cases, by kind and row alone: for whoever ends an agreement and counts what is to pass. A role is counted whether somebody
-- holds it or nobody does yet.
CREATE OR REPLACE FUNCTION supervision_held(team uuid) RETURNS TABLE (kind text, item uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT * FROM (SELECT 'case that it answers for', k.id FROM supervision_case k WHERE k.unit_id = team AND k.closed_at IS NULL
    UNION SELECT 'role in a case', md5(t.case_id::text || ' ' || t.kind)::uuid FROM supervision_tenure t JOIN supervision_case k ON k.id = t.case_id
      WHERE upper_inf(t.during) AND k.closed_at IS NULL AND team IN (t.unit_id, k.unit_id)
    UNION SELECT 'role in a case', md5(g.case_id::text || ' ' || g.kind)::uuid FROM supervision_gap g
      WHERE g.unit_id = team AND upper_inf(g.during)) held (kind, item) WHERE may(END_AGREEMENT)
$$;

REVOKE ALL ON FUNCTION supervision_held(uuid) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION supervision_held(uuid) TO throughcare_web, throughcare_worker;
