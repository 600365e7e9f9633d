-- The days of referrals by what a queue is told by (by area: the team that sent each), for whoever may look at outcomes: of cells with enough of them to say
-- anything, two years back, and nothing that names anybody.
CREATE OR REPLACE FUNCTION interventions_queue(by_what text)
RETURNS TABLE (cell text, sent date, accepted date, offered date, attended date, ended date, reason text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH told AS (
    SELECT CASE by_what WHEN 'service' THEN v.id::text WHEN 'area' THEN r.from_unit::text WHEN 'need' THEN r.need
        WHEN 'cohort' THEN CASE WHEN v.takes_men IS FALSE THEN 'women' WHEN v.takes_women IS FALSE THEN 'men' ELSE 'anybody' END
        END AS cell,
      (r.sent_at AT TIME ZONE 'Europe/London')::date AS sent, (r.answered_at AT TIME ZONE 'Europe/London')::date AS accepted,
      s.offered, s.attended, (r.ended_at AT TIME ZONE 'Europe/London')::date AS ended, coalesce(s.reason, '') AS reason,
      r.sent_at
    FROM interventions_referral r JOIN interventions_service v ON v.id = r.service_id
    CROSS JOIN LATERAL (SELECT min(t."on") FILTER (WHERE t.kind = 'session recorded') AS offered,
        min(t."on") FILTER (WHERE t.kind = 'session recorded' AND t.reason IN ('attended', 'attended late', 'attended, did not comply')) AS attended,
        max(t.reason) FILTER (WHERE t.kind IN ('refused', 'withdrawn')) AS reason
      FROM interventions_referralstep t WHERE t.referral_id = r.id) s
    WHERE may(LOOK_AT_OUTCOMES) AND r.sent_at > app_at() - interval '2 years' AND r.sent_at <= app_at())
  SELECT t.cell, t.sent, t.accepted, t.offered, t.attended, t.ended, t.reason FROM told t
    WHERE t.cell IN (SELECT c.cell FROM told c WHERE c.sent_at > app_at() - interval '1 year' GROUP BY c.cell HAVING count(*) >= 10)
$$;

REVOKE ALL ON FUNCTION interventions_queue(text) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION interventions_queue(text) TO throughcare_web, throughcare_worker;
