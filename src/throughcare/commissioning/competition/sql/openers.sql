-- Whether two members are two people, whatever hats they wear: asked by the policy of what is published.
CREATE OR REPLACE FUNCTION competition_two_people(one uuid, other uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT NOT access_same_somebody(one, other)
$$;

REVOKE ALL ON FUNCTION competition_two_people(uuid, uuid) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION competition_two_people(uuid, uuid) TO throughcare_web, throughcare_worker;
