-- The days of referrals by what a queue is told by (by area: the team that sent each), for whoever may look at outcomes: of cells with enough of them to say
-- anything, of ten people or more, two years back, and nothing that names anybody.
CREATE OR REPLACE FUNCTION interventions_queue(by_what text)
RETURNS TABLE (cell text, sent date, accepted date, offered date, attended date, ended date, reason text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH told AS (
    SELECT CASE by_what WHEN 'service' THEN v.id::text WHEN 'area' THEN r.from_unit::text WHEN 'need' THEN r.need
        WHEN 'cohort' THEN CASE WHEN v.takes_men IS FALSE THEN 'women' WHEN v.takes_women IS FALSE THEN 'men' ELSE 'anybody' END
        END AS cell,
      (r.sent_at AT TIME ZONE 'Europe/London')::date AS sent, (r.answered_at AT TIME ZONE 'Europe/London')::date AS accepted,
      s.offered, s.attended, (r.ended_at AT TIME ZONE 'Europe/London')::date AS ended, coalesce(s.reason, '') AS reason,
      r.sent_at, r.person_id
    FROM interventions_referral r JOIN interventions_service v ON v.id = r.service_id
    CROSS JOIN LATERAL (SELECT min(t."on") FILTER (WHERE t.kind = 'session recorded') AS offered,
        min(t."on") FILTER (WHERE t.kind = 'session recorded' AND t.reason IN ('attended', 'attended late', 'attended, did not comply')) AS attended,
        max(t.reason) FILTER (WHERE t.kind IN ('refused', 'withdrawn')) AS reason
      FROM interventions_referralstep t WHERE t.referral_id = r.id) s
    WHERE may(LOOK_AT_OUTCOMES) AND r.sent_at > app_at() - interval '2 years' AND r.sent_at <= app_at())
  SELECT t.cell, t.sent, t.accepted, t.offered, t.attended, t.ended, t.reason FROM told t
    WHERE t.cell IN (SELECT c.cell FROM told c WHERE c.sent_at > app_at() - interval '1 year' GROUP BY c.cell HAVING count(DISTINCT c.person_id) >= 10)
$$;

-- How many people were not referred because of the wait in the last year, by what a queue is told by: each person once for a
-- service, for whoever may look at outcomes; of cells with enough referrals in a year to say anything.
CREATE OR REPLACE FUNCTION interventions_not_referred(by_what text) RETURNS TABLE (cell text, counted integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT told.cell, count(DISTINCT (told.person_id, told.service_id))::integer FROM (
    SELECT CASE by_what WHEN 'service' THEN v.id::text WHEN 'area' THEN n.unit_id::text WHEN 'need' THEN n.need
        WHEN 'cohort' THEN CASE WHEN v.takes_men IS FALSE THEN 'women' WHEN v.takes_women IS FALSE THEN 'men' ELSE 'anybody' END
        END AS cell, n.person_id, n.service_id
      FROM interventions_notreferred n JOIN interventions_service v ON v.id = n.service_id
      WHERE may(LOOK_AT_OUTCOMES) AND n.at > app_at() - interval '1 year' AND n.at <= app_at()) told
    WHERE told.cell IN (SELECT q.cell FROM interventions_queue(by_what) q)
    GROUP BY told.cell
$$;

REVOKE ALL ON FUNCTION interventions_queue(text), interventions_not_referred(text) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION interventions_queue(text), interventions_not_referred(text) TO throughcare_web, throughcare_worker;
