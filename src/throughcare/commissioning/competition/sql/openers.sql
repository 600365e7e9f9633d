-- Whether two members are two people, whatever hats they wear: asked by the policy of what is published.
CREATE OR REPLACE FUNCTION competition_two_people(one uuid, other uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT NOT access_same_somebody(one, other)
$$;

-- Whether two members may be named to open: two people of the team that publishes, each of whom may open bids.
CREATE OR REPLACE FUNCTION competition_may_open(one uuid, other uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT NOT access_same_somebody(one, other) AND access_member_may(one, app_unit(), 'open bids')
    AND access_member_may(other, app_unit(), 'open bids')
$$;

-- Whether a key was turned: a bid that comes after it would lack one half of its own, however early it was sent.
CREATE OR REPLACE FUNCTION competition_is_turned(competition uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM competition_turned t WHERE t.round_id = competition)
$$;

REVOKE ALL ON FUNCTION competition_two_people(uuid, uuid), competition_may_open(uuid, uuid), competition_is_turned(uuid)
  FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION competition_two_people(uuid, uuid), competition_may_open(uuid, uuid), competition_is_turned(uuid)
  TO throughcare_web, throughcare_worker;
