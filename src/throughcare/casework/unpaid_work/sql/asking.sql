-- Somebody without an account asks a team for a project: kept once for a secret, where the team runs projects and not too many
-- wait there. Answers what became of it: kept, no team, or too many.
CREATE OR REPLACE FUNCTION unpaid_work_ask(of_digest text, of_unit uuid, of_title text, of_problem text, of_place text, by_whom text,
  of_body text, at timestamptz, most integer)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM unpaid_work_publicask a WHERE a.digest = of_digest) THEN
    RETURN 'kept';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM unpaid_work_project p WHERE p.unit_id = of_unit AND p.state = 'approved') THEN
    RETURN 'no team';
  END IF;
  -- One asks after another there, so that no more than so many ever wait.
  PERFORM pg_advisory_xact_lock(hashtextextended('unpaid_work_ask:' || of_unit, 0));
  IF (SELECT count(*) FROM unpaid_work_publicask a WHERE a.unit_id = of_unit AND a.project_id IS NULL AND a.set_aside_at IS NULL) >= most THEN
    RETURN 'too many';
  END IF;
  INSERT INTO unpaid_work_publicask (id, unit_id, digest, title, problem, place, nominator, asked_for_by, at, set_aside_because, version)
    VALUES (gen_random_uuid(), of_unit, of_digest, of_title, of_problem, of_place, by_whom, of_body, at, '', 1)
    ON CONFLICT DO NOTHING;
  RETURN 'kept';
END $$;

-- What became of what was asked for, for whoever knows its secret and nobody else: no name of anybody who decided.
CREATE OR REPLACE FUNCTION unpaid_work_read_ask(of_digest text)
RETURNS TABLE (at timestamptz, set_aside_because text, state text, title text, decided_because text, starts date, achieved text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.at, a.set_aside_because, p.state, coalesce(p.title, a.title), coalesce(p.decided_because, ''), lower(p.runs),
      coalesce(p.achieved, '')
    FROM unpaid_work_publicask a LEFT JOIN unpaid_work_project p ON p.id = a.project_id WHERE a.digest = of_digest
$$;

REVOKE ALL ON FUNCTION unpaid_work_ask(text, uuid, text, text, text, text, text, timestamptz, integer), unpaid_work_read_ask(text)
  FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION unpaid_work_ask(text, uuid, text, text, text, text, text, timestamptz, integer) TO throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION unpaid_work_read_ask(text) TO throughcare_web;
