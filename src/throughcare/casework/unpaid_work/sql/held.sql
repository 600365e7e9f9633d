-- What a team has of projects and hours, by kind and row alone: for whoever ends an agreement and counts what is to pass.
CREATE OR REPLACE FUNCTION unpaid_work_held(team uuid) RETURNS TABLE (kind text, item uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT * FROM (SELECT 'project under way', p.id FROM unpaid_work_project p WHERE p.unit_id = team AND p.closed_at IS NULL AND p.state = 'approved'
    UNION ALL SELECT 'project asked for', p.id FROM unpaid_work_project p WHERE p.unit_id = team AND p.state = 'nominated'
    UNION ALL SELECT 'what the public asked for', a.id FROM unpaid_work_publicask a WHERE a.unit_id = team AND a.project_id IS NULL AND a.set_aside_at IS NULL
    UNION ALL SELECT 'hours of an order', w.id FROM unpaid_work_work w WHERE w.to_unit = team AND w.ended_at IS NULL
    UNION ALL SELECT 'turn to come', t.id FROM unpaid_work_turn t JOIN unpaid_work_work w ON w.id = t.work_id
      JOIN unpaid_work_project p ON p.id = t.project_id
      WHERE w.to_unit = team AND p.unit_id = team AND w.ended_at IS NULL AND t.off_at IS NULL
        AND t."on" >= (app_at() AT TIME ZONE 'Europe/London')::date) held (kind, item) WHERE may(END_AGREEMENT)
$$;

REVOKE ALL ON FUNCTION unpaid_work_held(uuid) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION unpaid_work_held(uuid) TO throughcare_web, throughcare_worker;
