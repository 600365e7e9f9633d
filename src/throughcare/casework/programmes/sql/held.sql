-- What a team has of groups and referrals, by kind and row alone: for whoever ends an agreement and counts what is to pass.
CREATE OR REPLACE FUNCTION programmes_held(team uuid) RETURNS TABLE (kind text, item uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT * FROM (SELECT 'group under way', g.id FROM programmes_group g WHERE g.unit_id = team AND g.ended_at IS NULL
    UNION ALL SELECT 'referral to a programme', e.id FROM programmes_enrolment e WHERE e.to_unit = team AND e.ended_at IS NULL) held (kind, item) WHERE may(END_AGREEMENT)
$$;

REVOKE ALL ON FUNCTION programmes_held(uuid) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION programmes_held(uuid) TO throughcare_web, throughcare_worker;
