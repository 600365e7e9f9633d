-- The initials of a person, for the contexts above, within functions that say themselves who may know; nothing of whoever is
-- closed to the viewer as kin or by a restriction.
CREATE OR REPLACE FUNCTION people_initials(person uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT concat_ws(' ', left(trim(p.forenames), 1) || '.', left(trim(p.surname), 1) || '.') FROM people_person p
    WHERE p.id = person AND NOT p.id = ANY (app_barred()) AND NOT access_restricted(p.id, app_at())
$$;
-- How somebody is called and when they were born, for the contexts above, in the same way.
CREATE OR REPLACE FUNCTION people_called(wanted uuid[]) RETURNS TABLE (person_id uuid, called text, born_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.id, concat_ws(' ', trim(p.forenames), trim(p.surname)), p.date_of_birth FROM people_person p
    WHERE p.id = ANY (wanted) AND NOT p.id = ANY (app_barred()) AND NOT access_restricted(p.id, app_at())
$$;
REVOKE ALL ON FUNCTION people_called(uuid[]) FROM PUBLIC, throughcare_web, throughcare_worker;
REVOKE ALL ON FUNCTION people_initials(uuid) FROM PUBLIC, throughcare_web, throughcare_worker;
