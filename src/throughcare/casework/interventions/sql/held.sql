-- What a team has of services and referrals, by kind and row alone: for whoever ends an agreement and counts what is to pass.
CREATE OR REPLACE FUNCTION interventions_held(team uuid) RETURNS TABLE (kind text, item uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT * FROM (SELECT 'service', s.id FROM interventions_service s WHERE s.unit_id = team
    UNION ALL SELECT 'open referral', r.id FROM interventions_referral r WHERE r.to_unit = team AND r.ended_at IS NULL
    UNION ALL SELECT 'sight of somebody referred', r.id FROM interventions_referral r WHERE r.to_unit = team AND r.ended_at IS NULL AND upper_inf(r.sight)
    UNION ALL SELECT 'clock of a referral', r.id FROM interventions_referral r WHERE r.to_unit = team AND r.ended_at IS NULL AND r.due_on IS NOT NULL
    UNION ALL SELECT 'step of an open referral', t.id FROM interventions_referralstep t JOIN interventions_referral r ON r.id = t.referral_id WHERE r.to_unit = team AND r.ended_at IS NULL) held (kind, item) WHERE may(END_AGREEMENT)
$$;

REVOKE ALL ON FUNCTION interventions_held(uuid) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION interventions_held(uuid) TO throughcare_web, throughcare_worker;
