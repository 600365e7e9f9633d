-- What the contexts above may ask of cases, within functions that say themselves who may know.

-- How cases stand: whose each is, whether it is closed, since when its team answers for it, and who manages it (nobody: null).
CREATE OR REPLACE FUNCTION supervision_standing_of(cases uuid[])
RETURNS TABLE (case_id uuid, person_id uuid, closed boolean, since timestamptz, manager uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.id, k.person_id, k.closed_at IS NOT NULL,
      (SELECT lower(r.during) FROM supervision_responsibility r WHERE r.case_id = k.id AND upper_inf(r.during)),
      (SELECT t.member_id FROM supervision_tenure t
        WHERE t.case_id = k.id AND t.kind = 'offender manager' AND upper_inf(t.during))
    FROM supervision_case k WHERE k.id = ANY (cases)
$$;

-- The cases of people, open and closed.
CREATE OR REPLACE FUNCTION supervision_cases_of(people uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.id FROM supervision_case k WHERE k.person_id = ANY (people)
$$;

-- Who has managed these cases on some moment since a day.
CREATE OR REPLACE FUNCTION supervision_managers_since(cases uuid[], day date) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT t.member_id FROM supervision_tenure t WHERE t.case_id = ANY (cases) AND t.kind = 'offender manager'
    AND (upper_inf(t.during) OR upper(t.during) >= day)
$$;

-- Which team answers for each of these cases that is open.
CREATE OR REPLACE FUNCTION supervision_teams_answering(cases uuid[]) RETURNS TABLE (case_id uuid, unit_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.id, k.unit_id FROM supervision_case k WHERE k.id = ANY (cases) AND k.closed_at IS NULL
$$;

-- For policies, which ask as whoever writes, behind the wall of the case itself. Which team of which body answers for a
-- person's case while it is open; and whether the viewer has a part in it: their team answers, or they hold a role in it.
CREATE OR REPLACE FUNCTION supervision_open_as(the_case uuid, whose uuid) RETURNS TABLE (unit_id uuid, organisation_id uuid)
LANGUAGE sql STABLE AS $$
  SELECT k.unit_id, k.organisation_id FROM public.supervision_case k
    WHERE k.id = the_case AND k.person_id = whose AND k.closed_at IS NULL
$$;
CREATE OR REPLACE FUNCTION supervision_part_in(the_case uuid, whose uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM public.supervision_open_as(the_case, whose) k WHERE k.unit_id = ANY (public.app_units())
    OR EXISTS (SELECT 1 FROM public.supervision_tenure t WHERE t.case_id = the_case AND t.member_id = public.app_member()
      AND upper_inf(t.during)))
$$;
-- And whether a unit of the viewer works with the person now, as another body's, because their case is in a cohort.
CREATE OR REPLACE FUNCTION supervision_shared_in(the_case uuid, of_cohort text) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM public.supervision_jointwork j WHERE j.case_id = the_case AND j.cohort = of_cohort
    AND upper_inf(j.during) AND j.unit_id = ANY (public.app_units()))
$$;
REVOKE ALL ON FUNCTION supervision_open_as(uuid, uuid), supervision_part_in(uuid, uuid), supervision_shared_in(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION supervision_open_as(uuid, uuid), supervision_part_in(uuid, uuid), supervision_shared_in(uuid, text)
  TO throughcare_web, throughcare_worker;

REVOKE ALL ON FUNCTION supervision_teams_answering(uuid[]), supervision_standing_of(uuid[]), supervision_cases_of(uuid[]), supervision_managers_since(uuid[], date)
  FROM PUBLIC, throughcare_web, throughcare_worker;
