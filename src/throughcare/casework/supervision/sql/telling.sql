-- What another context's own functions may ask of cases without naming supervision's tables: for them alone.

-- Those of these cases that are closed.
CREATE OR REPLACE FUNCTION supervision_closed_among(of_cases uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.id FROM supervision_case k WHERE k.id = ANY (of_cases) AND k.closed_at IS NOT NULL
$$;

-- Every case of these people, with whose it is.
CREATE OR REPLACE FUNCTION supervision_cases_of(people uuid[]) RETURNS TABLE (case_id uuid, person_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.id, k.person_id FROM supervision_case k WHERE k.person_id = ANY (people)
$$;

REVOKE ALL ON FUNCTION supervision_closed_among(uuid[]), supervision_cases_of(uuid[])
  FROM PUBLIC, throughcare_web, throughcare_worker;
