-- Puts a condition that somebody asks for before whoever writes the licence. By whom is no part of the row, and the row is the same whoever
-- asks, its id drawn by chance, so that no instant is read from it; the functions that call it, the owner's own, have asked who may. Its
-- id, where there is an open case to put it in.
DROP FUNCTION IF EXISTS release_put_forward(uuid, uuid, jsonb);
CREATE OR REPLACE FUNCTION release_put_forward(whose uuid, said jsonb) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE made uuid;
BEGIN
  INSERT INTO release_proposedcondition (id, person_id, case_id, proposed_on, code, words, plain, area, until, answer, because)
    SELECT gen_random_uuid(), whose, c.id, (said->>'proposed_on')::date, said->>'code', said->>'words', said->>'plain',
        nullif(said->'area', 'null'::jsonb), (said->>'until')::date, '', ''
      FROM supervision_cases_of(ARRAY[whose]) c(id) CROSS JOIN LATERAL supervision_open_as(c.id, whose)
    RETURNING id INTO made;
  RETURN made;
END $$;

-- Puts one forward of a person whom the viewer sees, and notes apart who did. Its id, where it was done.
DROP FUNCTION IF EXISTS release_propose(uuid, uuid, jsonb);
CREATE OR REPLACE FUNCTION release_propose(whose uuid, said jsonb) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE made uuid;
BEGIN
  IF NOT may(PROPOSE_CONDITION) OR NOT access_may_see(whose) THEN
    RETURN NULL;
  END IF;
  made := release_put_forward(whose, said);
  IF made IS NOT NULL THEN
    INSERT INTO release_proposer (id, proposal_id, member_id, at) VALUES (gen_random_uuid(), made, app_member(), app_at());
  END IF;
  RETURN made;
END $$;

-- What became of these: for the owner's own functions, which have asked whose they are.
CREATE OR REPLACE FUNCTION release_became(proposals uuid[])
RETURNS TABLE (proposal_id uuid, person_id uuid, words text, proposed_on date, until date, answer text, because text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id, c.person_id, c.words, c.proposed_on, c.until, c.answer, c.because FROM release_proposedcondition c WHERE c.id = ANY (proposals)
$$;

-- What became of what the viewer put forward themselves, of a person whom they see.
CREATE OR REPLACE FUNCTION release_answered(of_person uuid) RETURNS TABLE (words text, proposed_on date, until date, answer text, because text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT b.words, b.proposed_on, b.until, b.answer, b.because
    FROM release_became(ARRAY(SELECT o.proposal_id FROM release_proposer o WHERE o.member_id = app_member())) b
    WHERE may(PROPOSE_CONDITION) AND access_may_see(of_person) AND b.person_id = of_person ORDER BY b.proposed_on, b.proposal_id
$$;

REVOKE ALL ON FUNCTION release_put_forward(uuid, jsonb), release_propose(uuid, jsonb), release_became(uuid[]), release_answered(uuid)
  FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION release_propose(uuid, jsonb), release_answered(uuid) TO throughcare_web, throughcare_worker;
