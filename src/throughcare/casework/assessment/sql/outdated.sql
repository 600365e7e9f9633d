-- Ends the tiers of people whom the viewer's units saw last and nobody sees any more, at the moment the last sight
-- ended: a tier stands while somebody answers for the person. Gives back whose they were, for the audit.
CREATE OR REPLACE FUNCTION assessment_end_unseen_tiers() RETURNS SETOF uuid
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH last_seen AS MATERIALIZED (
    SELECT g.person_id, max(upper(g.during)) AS until FROM access_sight() g
      WHERE g.person_id IN (SELECT person_id FROM access_sight() WHERE unit_id = ANY (app_units())
          AND may(DECIDE_TIER))
      GROUP BY g.person_id
      HAVING bool_and(isempty(g.during) OR coalesce(upper(g.during) <= app_at(), false)))
  UPDATE assessment_tier t
    SET during = tstzrange(lower(t.during), greatest(lower(t.during), least(coalesce(s.until, app_at()), app_at())))
    FROM last_seen s WHERE s.person_id = t.person_id AND upper_inf(t.during) AND lower(t.during) <= app_at()
    RETURNING t.person_id
$$;
REVOKE ALL ON FUNCTION assessment_end_unseen_tiers() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION assessment_end_unseen_tiers() TO throughcare_web, throughcare_worker;

-- For the nightly job, units alone and no person: those that see somebody whose tier is not of the edition in force,
-- and those that saw last somebody whom nobody sees any more and whose tier still stands. Whoever is only to be seen
-- from a later moment on was seen last by nobody: the function above leaves their tier alone.
CREATE OR REPLACE FUNCTION assessment_units_outdated(in_force text, at_instant timestamptz)
RETURNS TABLE (unit_id uuid, seen boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH tiered AS MATERIALIZED (
    SELECT t.person_id, bool_or(upper_inf(t.during) AND lower(t.during) <= at_instant) AS stands,
        NOT bool_or((upper_inf(t.during) AND t.edition = in_force) OR coalesce(upper(t.during) > at_instant, false)) AS outdated,
        EXISTS (SELECT 1 FROM access_sight() g WHERE g.person_id = t.person_id AND g.during @> at_instant) AS seen
      FROM assessment_tier t GROUP BY t.person_id)
  SELECT DISTINCT g.unit_id, t.seen FROM tiered t JOIN access_sight() g ON g.person_id = t.person_id
    WHERE (t.seen AND t.outdated AND g.during @> at_instant) OR (NOT t.seen AND t.stands
        AND NOT EXISTS (SELECT 1 FROM access_sight() c WHERE c.person_id = t.person_id AND lower(c.during) > at_instant))
$$;
REVOKE ALL ON FUNCTION assessment_units_outdated(text, timestamptz) FROM PUBLIC, throughcare_web;
GRANT EXECUTE ON FUNCTION assessment_units_outdated(text, timestamptz) TO throughcare_worker;
