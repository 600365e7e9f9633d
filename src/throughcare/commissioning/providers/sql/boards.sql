-- The name in law of a body and whether somebody of a name sits on its board, by the passport that stands now: for definers alone, which
-- say of it no more than that. A name is all that a membership and a passport share, so it says "may".
CREATE OR REPLACE FUNCTION providers_called(body uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.facts ->> 'legal_name' FROM providers_passportedition e WHERE e.organisation_id = body ORDER BY e.number DESC LIMIT 1
$$;
CREATE OR REPLACE FUNCTION providers_may_sit(body uuid, called text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM (SELECT e.facts FROM providers_passportedition e WHERE e.organisation_id = body
      ORDER BY e.number DESC LIMIT 1) now, jsonb_array_elements(now.facts -> 'board') sits
    WHERE lower(btrim(regexp_replace(sits ->> 'name', '\s+', ' ', 'g'))) = lower(btrim(regexp_replace(called, '\s+', ' ', 'g'))))
$$;
REVOKE ALL ON FUNCTION providers_called(uuid), providers_may_sit(uuid, text) FROM PUBLIC, throughcare_web, throughcare_worker;
