-- What a team has of premises, applications and stays, by kind and row alone: for whoever ends an agreement and counts what is to pass.
CREATE OR REPLACE FUNCTION accommodation_held(team uuid) RETURNS TABLE (kind text, item uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT * FROM (SELECT 'premises', p.id FROM accommodation_premises p WHERE p.unit_id = team
    UNION ALL SELECT 'bed', b.id FROM accommodation_bed b WHERE b.unit_id = team
    UNION ALL SELECT 'application for a place', a.id FROM accommodation_application a WHERE a.to_unit = team AND a.ended_at IS NULL
    UNION ALL SELECT 'stay', s.id FROM accommodation_stay s WHERE s.unit_id = team AND s.state IN ('booked', 'arrived')) held (kind, item) WHERE may(END_AGREEMENT)
$$;

REVOKE ALL ON FUNCTION accommodation_held(uuid) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION accommodation_held(uuid) TO throughcare_web, throughcare_worker;
