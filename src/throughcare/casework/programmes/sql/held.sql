-- What a team has of groups and referrals, by kind and row alone: for whoever ends an agreement and counts what is to pass.
CREATE OR REPLACE FUNCTION programmes_held(team uuid) RETURNS TABLE (kind text, item uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT * FROM (SELECT 'group under way', g.id FROM programmes_group g WHERE g.unit_id = team AND g.ended_at IS NULL
    UNION ALL SELECT 'session of a group', s.id FROM programmes_groupsession s JOIN programmes_group g ON g.id = s.group_id
      WHERE s.unit_id = team AND g.ended_at IS NULL
    UNION ALL SELECT 'place in a group', p.enrolment_id FROM programmes_place p WHERE p.unit_id = team AND upper_inf(p.during)
    UNION ALL SELECT 'referral to a programme', e.id FROM programmes_enrolment e WHERE e.to_unit = team AND e.ended_at IS NULL
    UNION ALL SELECT 'clock of a referral to a programme', e.id FROM programmes_enrolment e
      WHERE e.to_unit = team AND e.ended_at IS NULL AND e.due_on IS NOT NULL) held (kind, item) WHERE may(END_AGREEMENT)
$$;

REVOKE ALL ON FUNCTION programmes_held(uuid) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION programmes_held(uuid) TO throughcare_web, throughcare_worker;
