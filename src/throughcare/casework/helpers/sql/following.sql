-- What becomes of pairings when a case closes or a person dies. The worker hears of it as the member who did it, who may not see what
-- another organisation does: only what the cases themselves show is changed.

-- Writes the next step of pairings: from where the last one left them to how they now stand.
CREATE OR REPLACE FUNCTION helpers_tell(of_pairings uuid[], reason text, note text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO helpers_pairingstep (id, person_id, pairing_id, number, before, after, helper_id, reason, note, at, member_id)
    SELECT gen_random_uuid(), p.person_id, p.id, last.number + 1, last.after, p.state, p.helper_id, reason, note, app_at(), app_member()
      FROM helpers_pairing p, LATERAL (SELECT s.number, s.after FROM helpers_pairingstep s
        WHERE s.pairing_id = p.id ORDER BY s.number DESC LIMIT 1) last
      WHERE p.id = ANY (of_pairings)
$$;

-- Ends the open pairings of closed cases, with a step that says so: whoever had a helper has ended with them, what was asked for is
-- withdrawn; the sight that it gave is over. Answers how many.
CREATE OR REPLACE FUNCTION helpers_follow_cases(of_cases uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  ended uuid[];
  dead people_death;
  stopped uuid[] := '{}';
BEGIN
  -- What a death ends is remembered as it stood: it goes on when the death was recorded by mistake.
  FOR dead IN SELECT d.* FROM (SELECT DISTINCT k.person_id FROM supervision_standing_of(of_cases) k WHERE k.closed) who,
      people_death_of(who.person_id) d WHERE d.withdrawn_at IS NULL LOOP
    stopped := stopped || people_stop(dead, 'helpers_pairing', format('t.ended_at IS NULL AND t.case_id = ANY (%L::uuid[])', of_cases),
      $s$state = CASE t.state WHEN 'asked for' THEN 'withdrawn' ELSE 'ended' END, ended_at = app_at(), moved_at = app_at(),
        version = t.version + 1, sight = tstzrange(lower(t.sight), greatest(app_at(), lower(t.sight)))$s$);
  END LOOP;
  PERFORM helpers_tell(stopped, 'death', '');
  WITH done AS (
    UPDATE helpers_pairing t SET state = CASE t.state WHEN 'asked for' THEN 'withdrawn' ELSE 'ended' END, ended_at = app_at(),
        moved_at = app_at(), version = t.version + 1, sight = tstzrange(lower(t.sight), greatest(app_at(), lower(t.sight)))
      WHERE t.case_id IN (SELECT k.case_id FROM supervision_standing_of(of_cases) k WHERE k.closed) AND t.ended_at IS NULL
      RETURNING t.id)
  SELECT coalesce(array_agg(id), '{}') INTO ended FROM done;
  PERFORM helpers_tell(ended, 'case closed', '');
  PERFORM access_derive_grants('helper', stopped || ended);
  RETURN cardinality(stopped) + cardinality(ended);
END $$;

-- Takes up again what a death had ended, once the cases are open again because it was recorded by mistake. Answers how many.
CREATE OR REPLACE FUNCTION helpers_take_up_again(of_cases uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  death people_death;
  back jsonb;
  again uuid[];
  counted integer := 0;
BEGIN
  FOR death IN SELECT d.* FROM (SELECT DISTINCT k.person_id FROM supervision_standing_of(of_cases) k WHERE NOT k.closed) who,
      people_death_of(who.person_id) d WHERE d.withdrawn_at IS NOT NULL LOOP
    back := people_start_again(death, 'helpers');
    again := ARRAY(SELECT jsonb_array_elements_text(back->'helpers_pairing')::uuid);
    PERFORM helpers_tell(again, 'mistake', '');
    PERFORM access_derive_grants('helper', again);
    counted := counted + cardinality(again);
  END LOOP;
  RETURN counted;
END $$;

-- Whoever asked and sees the person no longer cannot do their part: the team that answers for the case does.
CREATE OR REPLACE FUNCTION helpers_pass_on(of_cases uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE helpers_pairing p SET from_unit = k.unit_id, version = p.version + 1 FROM supervision_teams_answering(of_cases) k
    WHERE p.case_id = k.case_id AND p.from_unit <> k.unit_id
      AND (p.from_unit = p.to_unit OR NOT access_unit_sees(p.from_unit, p.person_id))
$$;

-- Whether a pairing was open before it is changed: what has ended is not opened again by hand.
CREATE OR REPLACE FUNCTION helpers_runs(pairing uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM helpers_pairing p WHERE p.id = pairing AND p.ended_at IS NULL AND access_may_see(p.person_id))
$$;

-- Whether a helper is, or was, paired with somebody whom the viewer sees, services and all.
CREATE OR REPLACE FUNCTION helpers_of_one_seen(helper uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM helpers_pairingstep s JOIN helpers_pairing p ON p.id = s.pairing_id
    WHERE s.helper_id = helper AND access_may_see(p.person_id)
      AND (p.from_unit = ANY (app_units()) OR p.to_unit = ANY (app_units()) OR access_shows(p.person_id, 'services')))
$$;

-- How many people each of these helpers helps now, whoever may see whom: of the viewer's own teams, a number and nobody named.
CREATE OR REPLACE FUNCTION helpers_helped(helpers uuid[]) RETURNS TABLE (helper_id uuid, helped bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.helper_id, count(*) FROM helpers_pairing p JOIN helpers_helper h ON h.id = p.helper_id
    WHERE p.helper_id = ANY (helpers) AND p.state IN ('matched', 'meeting') AND h.unit_id = ANY (app_units()) GROUP BY p.helper_id
$$;

REVOKE ALL ON FUNCTION helpers_tell(uuid[], text, text), helpers_follow_cases(uuid[]), helpers_take_up_again(uuid[]),
  helpers_pass_on(uuid[]), helpers_runs(uuid), helpers_of_one_seen(uuid), helpers_helped(uuid[])
  FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION helpers_follow_cases(uuid[]), helpers_take_up_again(uuid[]), helpers_pass_on(uuid[]) TO throughcare_worker;
GRANT EXECUTE ON FUNCTION helpers_runs(uuid), helpers_of_one_seen(uuid), helpers_helped(uuid[]) TO throughcare_web, throughcare_worker;
