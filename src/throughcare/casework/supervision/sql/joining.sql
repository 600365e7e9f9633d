-- Joint work that is called for and does not run: the case is in a cohort, and an agreement, a partner or a team came to be since
-- anybody wrote on it. For the service itself, in a job, which sees nobody: which cases they are and where, and no person.

-- The open cases of a cohort of which joint work may begin: whoever answers shares with some body for the purpose now, and none
-- runs that began under that agreement.
CREATE OR REPLACE FUNCTION supervision_called_for(of_cohort text, for_what text)
RETURNS TABLE (case_id uuid, area_code text, organisation_id uuid, shared_with uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.id, k.area_code::text, k.organisation_id, s.shared_with
    FROM supervision_case k JOIN access_agreed(for_what) s ON s.shared_by = k.organisation_id
    WHERE may(MOVE_CASES) AND access_is_the_service() AND k.closed_at IS NULL AND of_cohort = ANY (k.cohorts)
      AND NOT EXISTS (SELECT 1 FROM supervision_jointwork j WHERE j.case_id = k.id AND j.cohort = of_cohort AND upper_inf(j.during)
        AND j.shared_by = k.organisation_id AND access_organisation_of(j.unit_id) = s.shared_with AND lower(j.during) >= s.since)
$$;

-- Begins it with a team of the partner, in the place of what ran under an agreement that is over. Answers of whom it is now.
CREATE OR REPLACE FUNCTION supervision_begin_jointly(cases uuid[], of_cohort text, for_what text, with_unit uuid, cause text)
RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  over uuid[];
  begun uuid[];
BEGIN
  PERFORM 1 FROM supervision_case k WHERE k.id = ANY (cases) ORDER BY k.id FOR UPDATE;
  cases := ARRAY(SELECT c.case_id FROM supervision_called_for(of_cohort, for_what) c
    WHERE c.case_id = ANY (cases) AND c.shared_with = access_organisation_of(with_unit));
  WITH done AS (UPDATE supervision_jointwork j SET during = tstzrange(lower(j.during), greatest(app_at(), lower(j.during)))
      WHERE j.case_id = ANY (cases) AND j.cohort = of_cohort AND upper_inf(j.during) RETURNING j.id)
    SELECT coalesce(array_agg(id), '{}') INTO over FROM done;
  WITH made AS (INSERT INTO supervision_jointwork (id, person_id, case_id, cohort, shared_by, unit_id, during, member_id, at)
      SELECT gen_random_uuid(), k.person_id, k.id, of_cohort, k.organisation_id, with_unit, tstzrange(app_at(), NULL), app_member(), app_at()
        FROM supervision_case k WHERE k.id = ANY (cases) RETURNING id)
    SELECT coalesce(array_agg(id), '{}') INTO begun FROM made;
  PERFORM access_derive_grants(cause, over || begun);
  RETURN QUERY SELECT k.person_id FROM supervision_case k WHERE k.id = ANY (cases);
END $$;

REVOKE ALL ON FUNCTION supervision_called_for(text, text), supervision_begin_jointly(uuid[], text, text, uuid, text)
  FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION supervision_called_for(text, text), supervision_begin_jointly(uuid[], text, text, uuid, text)
  TO throughcare_worker;
