-- What a court's own sentencers are told: figures of its sittings and of what became of its sentences, of nobody in
-- particular. Whoever asks sees no person, so the owner counts; and because a count of few, or of a stretch of days that
-- the asker chose, would tell of somebody, only disclosed figures of one fixed period leave these functions.

-- A count after disclosure control: the rule of the kernel's ``disclose``, and on fewer than ten people nothing.
CREATE OR REPLACE FUNCTION courts_disclosed(counted bigint, people bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN people >= 10 AND counted >= 10 THEN 5 * ((counted + 2) / 5) END
$$;

-- The period of the figures, the same for everybody who asks in a quarter: from the first of January two years before,
-- up to the first day of the running quarter, which is not in it.
CREATE OR REPLACE FUNCTION courts_figures_period(OUT first_day date, OUT before_day date)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT (date_trunc('year', here.now) - interval '2 years')::date, date_trunc('quarter', here.now)::date
    FROM (SELECT app_at() AT TIME ZONE 'Europe/London' AS now) here
$$;

-- The courts that have sent any result.
CREATE OR REPLACE FUNCTION courts_heard_from() RETURNS TABLE (code text, name text, postcode text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.code::text, c.name::text, c.postcode::text FROM courts_court c
    WHERE may(LOOK_AT_COURT_FIGURES)
      AND EXISTS (SELECT 1 FROM courts_appearance a WHERE a.court_code = c.code)
    ORDER BY c.name
$$;

-- How many sentences of a kind that a court passed in the period were in each state as the period ended; a figure of few has no
-- row, so that not even its being there is told. What has ended or been breached since is not told before the next quarter, or
-- whoever asks each day would learn whose sentence it was.
DROP FUNCTION IF EXISTS courts_became(text, date);
CREATE OR REPLACE FUNCTION courts_became(court text)
RETURNS TABLE (kind text, state text, sentences bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.kind::text, stood.state, courts_disclosed(count(*), count(DISTINCT s.person_id))
    FROM courts_figures_period() p, courts_sentence s JOIN courts_appearance a ON a.id = s.appearance_id
      CROSS JOIN LATERAL (SELECT CASE
          WHEN s.ended_on >= p.before_day THEN 'in force'
          WHEN s.state = 'in breach' AND NOT EXISTS (SELECT 1 FROM courts_sentenceevent e
            WHERE e.sentence_id = s.id AND e.kind = 'breach' AND e."on" < p.before_day) THEN 'in force'
          ELSE s.state::text END AS state) stood
    WHERE may(LOOK_AT_COURT_FIGURES) AND a.court_code = court
      AND s.imposed_on >= p.first_day AND s.imposed_on < p.before_day
      AND s.state NOT IN ('quashed', 'set aside', 'recorded in error', 'replaced')
    GROUP BY s.kind, stood.state HAVING courts_disclosed(count(*), count(DISTINCT s.person_id)) IS NOT NULL
$$;

-- The latest sessions of a court up to a day. How many people appeared at each is not told: at most courts few did.
DROP FUNCTION IF EXISTS courts_sat(text, date, integer);
CREATE OR REPLACE FUNCTION courts_sat(court text, until date, most integer) RETURNS TABLE (day date, session text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT h."on", h.session::text
    FROM courts_hearing h WHERE may(LOOK_AT_COURT_FIGURES) AND h.court_id = court AND h."on" <= until
    ORDER BY h."on" DESC, h.session LIMIT least(most, 100)
$$;

-- How many people appeared at a court in each quarter of the period and how often it sat; a year in which some quarter is of
-- few people is told as a whole (quarter null), and never beside its quarters, so that nothing is left to subtract. A
-- stretch in which it did not sit has no row; one of few people has null.
CREATE OR REPLACE FUNCTION courts_appeared(court text)
RETURNS TABLE (year integer, quarter integer, until date, sittings bigint, people bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH came AS (
    SELECT h.id, extract(year FROM h."on")::integer AS y, extract(quarter FROM h."on")::integer AS q, a.person_id
      FROM courts_figures_period() p, courts_hearing h
      LEFT JOIN courts_appearance a ON a.hearing_id = h.id AND a.replaced_at IS NULL
      WHERE may(LOOK_AT_COURT_FIGURES) AND h.court_id = court AND h."on" >= p.first_day AND h."on" < p.before_day),
  quarters AS (SELECT y, q, count(DISTINCT id) AS sat, count(DISTINCT person_id) AS people FROM came GROUP BY y, q),
  -- Every quarter of the year that is told of must be large, whether or not the court sat in it.
  whole AS (SELECT y, (SELECT count(*) FROM courts_figures_period() p, generate_series(1, 4) n
        WHERE make_date(y, 3 * n - 2, 1) < p.before_day) AS told, count(*) FILTER (WHERE people >= 10) AS large
      FROM quarters GROUP BY y)
  SELECT w.y, q.q, NULL::date, q.sat, courts_disclosed(q.people, q.people) FROM whole w JOIN quarters q USING (y) WHERE w.large = w.told
  UNION ALL
  SELECT w.y, NULL, least(p.before_day, make_date(w.y + 1, 1, 1)) - 1, count(DISTINCT c.id),
      courts_disclosed(count(DISTINCT c.person_id), count(DISTINCT c.person_id))
    FROM whole w JOIN came c USING (y), courts_figures_period() p WHERE w.large <> w.told GROUP BY w.y, p.before_day
  ORDER BY 1 DESC, 2 DESC
$$;

REVOKE ALL ON FUNCTION courts_disclosed(bigint, bigint), courts_figures_period(), courts_heard_from(), courts_became(text),
  courts_sat(text, date, integer), courts_appeared(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION courts_figures_period(), courts_heard_from(), courts_became(text), courts_sat(text, date, integer),
  courts_appeared(text) TO throughcare_web, throughcare_worker;
