-- What was done for people who were referred to services, by rows and days alone and without anybody: what an agreement counts. For the
-- worker, of services by reference that one team answers for, of rows begun on or before a day.
CREATE OR REPLACE FUNCTION interventions_earned(services text[], of_unit uuid, until date)
RETURNS TABLE (source uuid, what text, since date, came date, left_on date, left_for text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH referral AS (
    SELECT r.id, (r.sent_at AT TIME ZONE 'Europe/London')::date AS sent, s.*
    FROM interventions_referral r JOIN interventions_service v ON v.id = r.service_id
    CROSS JOIN LATERAL (SELECT
        min((t.at AT TIME ZONE 'Europe/London')::date) FILTER (WHERE t.kind IN ('accepted', 'refused', 'returned for information')) AS answered,
        min((t.at AT TIME ZONE 'Europe/London')::date) FILTER (WHERE t.kind = 'accepted') AS accepted,
        min((t.at AT TIME ZONE 'Europe/London')::date) FILTER (WHERE t.kind = 'withdrawn') AS withdrawn,
        min((t.at AT TIME ZONE 'Europe/London')::date) FILTER (WHERE t.kind = 'concluded') AS concluded,
        min(t."on") FILTER (WHERE t.kind = 'session recorded' AND t.reason IN ('attended', 'attended late', 'attended, did not comply')) AS attended,
        min(t."on") FILTER (WHERE t.kind = 'session recorded' AND t.reason IN ('absent, acceptable', 'absent, unacceptable', 'absent, evidence awaited',
          'did not happen, moved at their request')) AS absent
      FROM interventions_referralstep t WHERE t.referral_id = r.id) s
    WHERE v.reference = ANY (services) AND r.to_unit = of_unit)
  SELECT * FROM (
    SELECT id, 'referrals answered', sent, answered, withdrawn, CASE WHEN withdrawn IS NOT NULL THEN 'withdrawn' END FROM referral
    UNION ALL SELECT id, 'first sessions attended', accepted, attended, least(withdrawn, absent),
      CASE WHEN withdrawn <= absent OR (withdrawn IS NOT NULL AND absent IS NULL) THEN 'withdrawn' WHEN absent IS NOT NULL THEN 'absent' END
      FROM referral WHERE accepted IS NOT NULL
    UNION ALL SELECT id, 'referral accepted', accepted, accepted, NULL, NULL FROM referral WHERE accepted IS NOT NULL
    UNION ALL SELECT id, 'referral concluded', concluded, concluded, NULL, NULL FROM referral WHERE concluded IS NOT NULL
    UNION ALL SELECT t.id, 'session attended', t."on", t."on", NULL, NULL FROM interventions_referralstep t JOIN referral r ON r.id = t.referral_id
      WHERE t.kind = 'session recorded' AND t.reason IN ('attended', 'attended late', 'attended, did not comply')) found (source, what, since, came, left_on, left_for)
  WHERE found.since <= until ORDER BY 1, 2
$$;

REVOKE ALL ON FUNCTION interventions_earned(text[], uuid, date) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION interventions_earned(text[], uuid, date) TO throughcare_worker;
