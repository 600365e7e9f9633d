-- Which teams opened the page of a competition, for the team that bought in it, once it was decided: from the lines of the audit.
-- How many looked is told to nobody before.
CREATE OR REPLACE FUNCTION competition_looked_at(competitions uuid[]) RETURNS TABLE (competition uuid, unit uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT r.id, s.unit_id FROM competition_round r JOIN audit_subjects() s
      ON s.at >= r.at AND s.kind = 'looked' AND s.subject ->> 'seen' = r.id::text
    WHERE r.id = ANY (competitions) AND r.unit_id = app_unit() AND s.unit_id IS NOT NULL AND s.unit_id <> r.unit_id
      AND EXISTS (SELECT 1 FROM competition_decision d WHERE d.round_id = r.id)
$$;

REVOKE ALL ON FUNCTION competition_looked_at(uuid[]) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION competition_looked_at(uuid[]) TO throughcare_web;
