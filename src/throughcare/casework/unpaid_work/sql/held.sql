-- What a team has of projects and hours, by kind and row alone: for whoever ends an agreement and counts what is to pass.
CREATE OR REPLACE FUNCTION unpaid_work_held(team uuid) RETURNS TABLE (kind text, item uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT * FROM (SELECT 'project under way', p.id FROM unpaid_work_project p WHERE p.unit_id = team AND p.closed_at IS NULL AND p.state = 'approved'
    UNION ALL SELECT 'hours of an order', w.id FROM unpaid_work_work w WHERE w.to_unit = team AND w.ended_at IS NULL) held (kind, item) WHERE may(END_AGREEMENT)
$$;

REVOKE ALL ON FUNCTION unpaid_work_held(uuid) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION unpaid_work_held(uuid) TO throughcare_web, throughcare_worker;
