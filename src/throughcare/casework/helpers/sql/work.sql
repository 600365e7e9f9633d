-- What came of work with employers, by whose helpers they are, the kind of work and when it was asked: how many jobs came to what, for
-- whoever may look at outcomes, and nobody named. Whoever asks sees no person, so the owner counts; and because a count of few, or
-- of a stretch of days that the asker chose, would tell of somebody, only disclosed figures of one fixed period leave this function:
-- a point counts in it whose day lay in the period, as it was told before the period ended. A figure of few has no row.
CREATE OR REPLACE FUNCTION helpers_work_told() RETURNS TABLE (team uuid, kind text, point text, outcome text, jobs bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH asked AS (
    SELECT r.to_unit AS team, j.kind::text, o.point, coalesce(last.outcome, '') AS outcome, j.person_id
      FROM courts_figures_period() w, helpers_job j JOIN helpers_pairing r ON r.id = j.pairing_id
      CROSS JOIN (VALUES ('start', 0), ('13 weeks', 91), ('26 weeks', 182)) o (point, days)
      CROSS JOIN LATERAL (SELECT w.before_day::timestamp AT TIME ZONE 'Europe/London' AS ended) told
      LEFT JOIN LATERAL (SELECT t.outcome::text FROM helpers_jobtold t
        WHERE t.job_id = j.id AND t.point = o.point AND t.at < told.ended ORDER BY t.number DESC LIMIT 1) last ON true
      LEFT JOIN LATERAL (SELECT t.outcome::text FROM helpers_jobtold t
        WHERE t.job_id = j.id AND t.point = 'start' AND t.at < told.ended ORDER BY t.number DESC LIMIT 1) began ON true
      WHERE may(LOOK_AT_OUTCOMES) AND j.at < told.ended
        AND j.starts_on + o.days >= w.first_day AND j.starts_on + o.days < w.before_day
        -- Of work that did not start nothing is asked later.
        AND (o.point = 'start' OR began.outcome IS DISTINCT FROM 'did not start'))
  SELECT a.team, a.kind, a.point, a.outcome, courts_disclosed(count(*), count(DISTINCT a.person_id)) FROM asked a
    GROUP BY a.team, a.kind, a.point, a.outcome HAVING courts_disclosed(count(*), count(DISTINCT a.person_id)) IS NOT NULL
$$;

REVOKE ALL ON FUNCTION helpers_work_told() FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION helpers_work_told() TO throughcare_web, throughcare_worker;
