-- All that a team has of helpers passes to another team on one day: helpers on offer with their checks, and pairings as they stand.
-- Called within a hand-over that two people of a buyer's side said: nobody may execute it. Answers whose pairings.
CREATE OR REPLACE FUNCTION helpers_pass(giver uuid, receiver uuid, said text) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  body uuid := access_organisation_of(receiver);
  which uuid[] := ARRAY(SELECT p.id FROM helpers_pairing p WHERE p.to_unit = giver AND p.ended_at IS NULL ORDER BY p.id FOR UPDATE);
  offered uuid[] := ARRAY(SELECT h.id FROM helpers_helper h WHERE h.unit_id = giver AND h.ended_on IS NULL ORDER BY h.id FOR UPDATE);
BEGIN
  -- A name that the other team has listed for a helper of its own is told apart.
  UPDATE helpers_helper h SET unit_id = receiver, organisation_id = body, version = h.version + 1,
      name = CASE WHEN EXISTS (SELECT 1 FROM helpers_helper o WHERE o.unit_id = receiver AND o.kind = h.kind AND o.name = h.name)
        THEN left(h.name, 90) || ' (' || left(h.id::text, 4) || ')' ELSE h.name END WHERE h.id = ANY (offered);
  UPDATE helpers_helpercheck c SET unit_id = receiver WHERE c.helper_id = ANY (offered);
  UPDATE helpers_pairing p SET to_unit = receiver, version = p.version + 1, sight = tstzrange(app_at(), NULL),
      shared_by = (SELECT nullif(k.organisation_id, body) FROM supervision_open_as(p.case_id, p.person_id) k) WHERE p.id = ANY (which);
  PERFORM helpers_tell(which, '', said);
  PERFORM access_end_strays('helper', which);
  PERFORM access_derive_grants('helper', which);
  RETURN ARRAY(SELECT p.person_id FROM helpers_pairing p WHERE p.id = ANY (which));
END $$;

REVOKE ALL ON FUNCTION helpers_pass(uuid, uuid, text) FROM PUBLIC, throughcare_web, throughcare_worker;
