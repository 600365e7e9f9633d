-- Puts a condition that somebody outside the case asks for before whoever writes the licence. By whom is no part of the row, and the row
-- is the same whoever asks; the functions that call it, the owner's own, have asked who may. Whether there is an open case to put it in.
CREATE OR REPLACE FUNCTION release_put_forward(made uuid, whose uuid, said jsonb) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO release_proposedcondition (id, person_id, case_id, proposed_on, code, words, plain, area, until, answer, because)
    SELECT made, whose, c.id, (said->>'proposed_on')::date, said->>'code', said->>'words', said->>'plain',
        nullif(said->'area', 'null'::jsonb), (said->>'until')::date, '', ''
      FROM supervision_case c WHERE c.person_id = whose AND c.closed_at IS NULL;
  RETURN FOUND;
END $$;

-- Puts one forward of a person whom the viewer sees, and notes apart which team did. Whether it was done.
CREATE OR REPLACE FUNCTION release_propose(made uuid, whose uuid, said jsonb) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT may(PROPOSE_CONDITION) OR NOT access_may_see(whose) OR NOT release_put_forward(made, whose, said) THEN
    RETURN false;
  END IF;
  INSERT INTO release_proposer (id, proposal_id, unit_id, member_id, at)
    VALUES (gen_random_uuid(), made, app_unit(), app_member(), app_at());
  RETURN true;
END $$;

-- What became of what the viewer's own team put forward, of people whom they see.
CREATE OR REPLACE FUNCTION release_answered(of_person uuid) RETURNS TABLE (words text, proposed_on date, until date, answer text, because text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.words, c.proposed_on, c.until, c.answer, c.because FROM release_proposedcondition c JOIN release_proposer o ON o.proposal_id = c.id
    WHERE may(PROPOSE_CONDITION) AND access_may_see(of_person) AND c.person_id = of_person AND o.unit_id = app_unit()
    ORDER BY c.proposed_on, c.id
$$;

REVOKE ALL ON FUNCTION release_put_forward(uuid, uuid, jsonb), release_propose(uuid, uuid, jsonb), release_answered(uuid)
  FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION release_propose(uuid, uuid, jsonb), release_answered(uuid) TO throughcare_web, throughcare_worker;
