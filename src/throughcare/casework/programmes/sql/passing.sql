-- All that a team has of programmes passes to another team on one day: groups with their sessions, places in them, and referrals as they stand.
-- Called within a hand-over that two people of a buyer's side said: nobody may execute it. Answers whose places and referrals.
CREATE OR REPLACE FUNCTION programmes_pass(giver uuid, receiver uuid, said text) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  body uuid := access_organisation_of(receiver);
  which uuid[] := ARRAY(SELECT e.id FROM programmes_enrolment e WHERE e.to_unit = giver AND e.ended_at IS NULL ORDER BY e.id FOR UPDATE);
  groups uuid[] := ARRAY(SELECT g.id FROM programmes_group g WHERE g.unit_id = giver AND g.ended_at IS NULL ORDER BY g.id FOR UPDATE);
  had uuid[];
  places uuid[];
BEGIN
  -- A code that the other body has given to a group of its own is told apart; who holds the group is the new team's to say.
  UPDATE programmes_group g SET unit_id = receiver, organisation_id = body, version = g.version + 1,
      code = CASE WHEN EXISTS (SELECT 1 FROM programmes_group o WHERE o.organisation_id = body AND o.code = g.code AND o.id <> g.id)
        THEN left(g.code, 15) || '-' || left(g.id::text, 4) ELSE g.code END WHERE g.id = ANY (groups);
  UPDATE programmes_groupsession s SET unit_id = receiver, version = s.version + 1 WHERE s.group_id = ANY (groups);
  UPDATE programmes_enrolment e SET to_unit = receiver, version = e.version + 1, sight = tstzrange(app_at(), NULL),
      shared_by = (SELECT nullif(k.organisation_id, body) FROM supervision_open_as(e.case_id, e.person_id) k) WHERE e.id = ANY (which);
  PERFORM programmes_tell(which, '', said);
  -- What was a place until now was one of the team that leaves: sessions held before are of whoever had it then.
  had := ARRAY(SELECT p.id FROM programmes_place p WHERE upper_inf(p.during) AND (p.group_id = ANY (groups) OR p.unit_id = giver));
  UPDATE programmes_place p SET during = tstzrange(lower(p.during), greatest(app_at(), lower(p.during))) WHERE p.id = ANY (had);
  WITH begun AS (INSERT INTO programmes_place (id, person_id, enrolment_id, group_id, unit_id, shared_by, during, at, member_id)
      SELECT gen_random_uuid(), p.person_id, p.enrolment_id, p.group_id, receiver, e.shared_by, tstzrange(app_at(), NULL), app_at(), app_member()
        FROM programmes_place p JOIN programmes_enrolment e ON e.id = p.enrolment_id WHERE p.id = ANY (had) RETURNING id)
    SELECT coalesce(array_agg(id), '{}') INTO places FROM begun;
  PERFORM access_end_strays('programme', which);
  PERFORM access_derive_grants('programme', which);
  PERFORM access_derive_grants('programme group', had || places);
  RETURN ARRAY(SELECT e.person_id FROM programmes_enrolment e WHERE e.id = ANY (which)
    UNION SELECT p.person_id FROM programmes_place p WHERE p.id = ANY (places));
END $$;

REVOKE ALL ON FUNCTION programmes_pass(uuid, uuid, text) FROM PUBLIC, throughcare_web, throughcare_worker;
