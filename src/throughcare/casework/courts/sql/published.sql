-- What the contexts above may ask of requirements, within functions that say themselves who may know.

-- Of whom a requirement is that has not ended; nobody where there is none.
CREATE OR REPLACE FUNCTION courts_required_of(requirement uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.person_id FROM courts_requirement r WHERE r.id = requirement AND r.ended_on IS NULL
$$;

REVOKE ALL ON FUNCTION courts_required_of(uuid) FROM PUBLIC, throughcare_web, throughcare_worker;
