-- What was done for people who were referred to services, by rows and days alone and without anybody: what an agreement counts. For the
-- worker, of services by reference that one team answers for, of rows begun on or before a day. What was done while another team had a
-- referral, or while it was at another service, is theirs: a referral that passes on leaves behind what was earned.

-- Who had each referral, at which service, from when until when, half open; no end is now. Whose it was before a passing on that kept no
-- team is not known, and so nobody's. The first had it before anything was done.
CREATE OR REPLACE FUNCTION interventions_stints()
RETURNS TABLE (referral_id uuid, unit_id uuid, service_id uuid, begins timestamptz, ends timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT t.referral_id, t.left_unit, t.left_service, coalesce(lag(t.at) OVER (PARTITION BY t.referral_id ORDER BY t.at, t.id), '-infinity'), t.at
    FROM interventions_referralstep t WHERE t.kind = 'transferred'
  UNION ALL
  SELECT r.id, r.to_unit, r.service_id, coalesce((SELECT max(t.at) FROM interventions_referralstep t
      WHERE t.referral_id = r.id AND t.kind = 'transferred'), '-infinity'), 'infinity' FROM interventions_referral r
$$;

DROP FUNCTION IF EXISTS interventions_earned(text[], uuid, date);

CREATE FUNCTION interventions_earned(services text[], of_unit uuid, until date)
RETURNS TABLE (source uuid, what text, since date, came date, withdrawn_on date, absent_on date, minutes smallint, alike text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH theirs AS (
    SELECT s.referral_id, s.begins, s.ends, s.begins IS DISTINCT FROM lag(s.ends) OVER (PARTITION BY s.referral_id ORDER BY s.begins, s.ends) AS anew
    FROM interventions_stints() s JOIN interventions_service v ON v.id = s.service_id
    WHERE s.unit_id = of_unit AND v.reference = ANY (services)),
  numbered AS (SELECT h.*, count(*) FILTER (WHERE h.anew) OVER (PARTITION BY h.referral_id ORDER BY h.begins, h.ends) AS number FROM theirs h),
  -- One team that passes a referral from one of these services to another goes on where it was.
  held AS (SELECT n.referral_id, min(n.begins) AS begins, max(n.ends) AS ends FROM numbered n GROUP BY n.referral_id, n.number),
  step AS (
    SELECT t.referral_id, t.kind, t.reason, t."on", (t.at AT TIME ZONE 'Europe/London')::date AS day,
      -- A session is of whoever had the referral on its day; of the day on which it passed on, of whoever recorded it.
      CASE WHEN t.kind = 'session recorded' THEN least(t.at, (t."on" + 1)::timestamp AT TIME ZONE 'Europe/London' - interval '1 microsecond')
        ELSE t.at END AS at,
      t.kind = 'session recorded' AND t.reason IN ('attended', 'attended late', 'attended, did not comply') AS came,
      t.kind = 'session recorded' AND t.reason IN ('absent, acceptable', 'absent, unacceptable', 'absent, evidence awaited',
        'did not happen, moved at their request') AS missed,
      t.kind = 'withdrawn' AND NOT EXISTS (SELECT 1 FROM interventions_referralstep u WHERE u.referral_id = t.referral_id
        AND u.kind = 'taken up again' AND u.at >= t.at) AS taken_back
    FROM interventions_referralstep t WHERE t.referral_id IN (SELECT h.referral_id FROM held h)),
  told AS (
    SELECT h.referral_id AS id, s.*,
      greatest((r.sent_at AT TIME ZONE 'Europe/London')::date, CASE WHEN h.begins > '-infinity' THEN (h.begins AT TIME ZONE 'Europe/London')::date END) AS had,
      least(s.taken_back, CASE WHEN h.ends < 'infinity' THEN (h.ends AT TIME ZONE 'Europe/London')::date END) AS withdrawn
    FROM held h JOIN interventions_referral r ON r.id = h.referral_id
    CROSS JOIN LATERAL (SELECT
        bool_or(t.at < h.begins AND t.kind IN ('accepted', 'refused', 'returned for information')) AS answered_before,
        bool_or(t.at < h.begins AND t.came) AS attended_before,
        bool_or(t.at < h.ends AND t.kind = 'accepted') AS was_accepted,
        min(t.day) FILTER (WHERE t.at >= h.begins AND t.at < h.ends AND t.kind IN ('accepted', 'refused', 'returned for information')) AS answered,
        min(t.day) FILTER (WHERE t.at >= h.begins AND t.at < h.ends AND t.kind = 'accepted') AS accepted,
        min(t.day) FILTER (WHERE t.at >= h.begins AND t.at < h.ends AND t.kind = 'concluded') AS concluded,
        min(t.day) FILTER (WHERE t.at >= h.begins AND t.at < h.ends AND t.taken_back) AS taken_back,
        min(t."on") FILTER (WHERE t.at >= h.begins AND t.at < h.ends AND t.came) AS attended,
        min(t."on") FILTER (WHERE t.at >= h.begins AND t.at < h.ends AND t.missed) AS absent
      FROM step t WHERE t.referral_id = h.referral_id) s)
  SELECT * FROM (
    SELECT id, 'referrals answered', had, answered, withdrawn, NULL::date, NULL::smallint, NULL::text FROM told WHERE answered_before IS NOT TRUE
    UNION ALL SELECT id, 'first sessions attended', coalesce(accepted, had), attended, withdrawn, absent, NULL, NULL FROM told
      WHERE was_accepted AND attended_before IS NOT TRUE
    UNION ALL SELECT id, 'referral accepted', accepted, accepted, NULL, NULL, NULL, NULL FROM told WHERE accepted IS NOT NULL
    UNION ALL SELECT id, 'referral concluded', concluded, concluded, NULL, NULL, NULL, NULL FROM told WHERE concluded IS NOT NULL
    UNION ALL SELECT t.id, 'session attended', t."on", t."on", NULL, NULL, t.minutes,
        -- Eight figures that say whether two notes have the same words, and nothing of what they say.
        CASE WHEN t.note ~ '[[:alnum:]]' THEN left(md5(lower(btrim(regexp_replace(t.note, '[^[:alnum:]]+', ' ', 'g')))), 8) END FROM interventions_referralstep t
      JOIN held h ON h.referral_id = t.referral_id
      WHERE t.kind = 'session recorded' AND t.reason IN ('attended', 'attended late', 'attended, did not comply')
        AND least(t.at, (t."on" + 1)::timestamp AT TIME ZONE 'Europe/London' - interval '1 microsecond') >= h.begins
        AND least(t.at, (t."on" + 1)::timestamp AT TIME ZONE 'Europe/London' - interval '1 microsecond') < h.ends
  ) found (source, what, since, came, withdrawn_on, absent_on, minutes, alike)
  WHERE found.since <= until ORDER BY 1, 2, 3
$$;

REVOKE ALL ON FUNCTION interventions_stints(), interventions_earned(text[], uuid, date) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION interventions_earned(text[], uuid, date) TO throughcare_worker;
