-- What a court's own sentencers are told: counts of its sittings and of what became of its sentences, of nobody in
-- particular. Whoever asks sees no person, so the counts are made by the owner; the page suppresses the small ones.

-- The courts that have sent any result.
CREATE OR REPLACE FUNCTION courts_heard_from() RETURNS TABLE (code text, name text, postcode text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.code::text, c.name::text, c.postcode::text FROM courts_court c
    WHERE 'look at a court''s figures' = ANY (app_permissions())
      AND EXISTS (SELECT 1 FROM courts_appearance a WHERE a.court_code = c.code)
    ORDER BY c.name
$$;

CREATE OR REPLACE FUNCTION courts_became(court text, since date)
RETURNS TABLE (kind text, state text, sentences bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.kind::text, s.state::text, count(*) FROM courts_sentence s JOIN courts_appearance a ON a.id = s.appearance_id
    WHERE 'look at a court''s figures' = ANY (app_permissions()) AND a.court_code = court AND s.imposed_on >= since
    GROUP BY s.kind, s.state
$$;

CREATE OR REPLACE FUNCTION courts_sat(court text, until date, most integer)
RETURNS TABLE (day date, session text, people bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT h."on", h.session::text, (SELECT count(DISTINCT a.person_id) FROM courts_appearance a WHERE a.hearing_id = h.id)
    FROM courts_hearing h WHERE 'look at a court''s figures' = ANY (app_permissions()) AND h.court_id = court AND h."on" <= until
    ORDER BY h."on" DESC, h.session LIMIT least(most, 100)
$$;

REVOKE ALL ON FUNCTION courts_heard_from(), courts_became(text, date), courts_sat(text, date, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION courts_heard_from(), courts_became(text, date), courts_sat(text, date, integer)
  TO throughcare_web, throughcare_worker;
