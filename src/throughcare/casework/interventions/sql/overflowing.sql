-- When each of those was referred who wait for a first session that they attend, and are not away: of services whose terms say what happens when
-- the queue grows, for whoever refers, answers or keeps the catalogue, and nothing that names anybody.
CREATE OR REPLACE FUNCTION interventions_waiting(of_services uuid[]) RETURNS TABLE (service_id uuid, sent timestamptz[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.service_id, array_agg(r.sent_at ORDER BY r.sent_at, r.id) FROM interventions_referral r
    WHERE r.service_id = ANY (of_services) AND r.ended_at IS NULL AND r.sent_at <= app_at()
      AND (may(REFER_TO_SERVICE) OR may(KEEP_CATALOGUE))
      AND EXISTS (SELECT 1 FROM interventions_overflowladder l WHERE l.service_id = r.service_id AND l.rungs <> '[]'::jsonb)
      AND r.due <> 'goes on'
      AND NOT EXISTS (SELECT 1 FROM interventions_referralstep t WHERE t.referral_id = r.id AND t.kind = 'session recorded'
        AND t.reason IN ('attended', 'attended late', 'attended, did not comply'))
    GROUP BY r.service_id
$$;

REVOKE ALL ON FUNCTION interventions_waiting(uuid[]) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION interventions_waiting(uuid[]) TO throughcare_web, throughcare_worker;
