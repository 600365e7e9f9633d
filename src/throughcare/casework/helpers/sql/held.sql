-- What a team has of helpers and pairings, by kind and row alone: for whoever ends an agreement and counts what is to pass.
CREATE OR REPLACE FUNCTION helpers_held(team uuid) RETURNS TABLE (kind text, item uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT * FROM (SELECT 'helper', h.id FROM helpers_helper h WHERE h.unit_id = team AND h.ended_on IS NULL
    UNION ALL SELECT 'pairing with a helper', p.id FROM helpers_pairing p WHERE p.to_unit = team AND p.ended_at IS NULL)
    held (kind, item) WHERE may(END_AGREEMENT)
$$;

REVOKE ALL ON FUNCTION helpers_held(uuid) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION helpers_held(uuid) TO throughcare_web, throughcare_worker;
