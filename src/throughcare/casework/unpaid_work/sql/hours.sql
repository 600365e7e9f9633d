-- Puts an order's hours in the hands of the team that arranges them: the one way in which such a row is written. Whoever
-- does it holds the permission, sees the person and has a part in the case; the case is open and is that person's; and nobody keeps sight by it: to
-- a team of one's own only the team that answers for the case sends. Answers how many teams
-- see the person by it (none without an agreement), or nothing where there is no such case.
CREATE OR REPLACE FUNCTION unpaid_work_send(made uuid, of_case uuid, requirement uuid, from_team uuid, to_team uuid)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  person uuid;
  answers uuid;
  ours uuid[] := app_units();
BEGIN
  SELECT s.person_id, a.unit_id INTO person, answers FROM supervision_standing_of(ARRAY[of_case]) s
    JOIN supervision_teams_answering(ARRAY[of_case]) a ON a.case_id = s.case_id WHERE NOT s.closed;
  IF person IS NULL OR NOT access_may_see(person) THEN
    RETURN NULL;
  END IF;
  IF NOT may(REFER_TO_SERVICE) OR NOT supervision_part_in(of_case, person) OR NOT from_team = ANY (ours) OR courts_required_of(requirement) IS DISTINCT FROM person
      OR (to_team = ANY (ours) AND NOT answers = ANY (ours)) THEN
    RAISE insufficient_privilege USING MESSAGE = 'hours are sent by whoever has a part in the case, to a team other than their own or by the team that answers';
  END IF;
  INSERT INTO unpaid_work_work (id, person_id, case_id, requirement_id, state, from_unit, to_unit, shared_by,
      opened_by, opened_at, ended_because, version)
    VALUES (made, person, of_case, requirement, 'under way', from_team, to_team, access_organisation_of(answers),
      app_member(), app_at(), '', 1);
  RETURN access_derive_grants('unpaid work', ARRAY[made]);
END $$;

-- What ends with a closed case: the hours still to be worked, the turns ahead and the places. Answers how many.
CREATE OR REPLACE FUNCTION unpaid_work_follow_cases(of_cases uuid[], reason text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  ended uuid[];
  dead people_death;
BEGIN
  ended := '{}';
  -- What a death ends is remembered as it stood: it goes on when the death was recorded by mistake.
  FOR dead IN SELECT d.* FROM (SELECT DISTINCT k.person_id FROM supervision_standing_of(of_cases) k WHERE k.closed) who,
      people_death_of(who.person_id) d WHERE d.withdrawn_at IS NULL LOOP
    PERFORM people_stop(dead, 'unpaid_work_turn', format($s$t.off_at IS NULL AND t."on" > (app_at() AT TIME ZONE 'Europe/London')::date
      AND t.work_id IN (SELECT w.id FROM unpaid_work_work w WHERE w.ended_at IS NULL AND w.case_id = ANY (%L::uuid[]))$s$, of_cases),
      $s$off_at = app_at(), off_because = 'The person died.'$s$);
    ended := ended || people_stop(dead, 'unpaid_work_work', format('t.ended_at IS NULL AND t.case_id = ANY (%L::uuid[])', of_cases),
      $s$state = 'ended', ended_at = app_at(), ended_because = 'The person died.', version = t.version + 1$s$);
  END LOOP;
  WITH done AS (
    UPDATE unpaid_work_work w SET state = 'ended', ended_at = app_at(), ended_because = reason, version = w.version + 1
      WHERE w.ended_at IS NULL AND w.case_id IN (SELECT k.case_id FROM supervision_standing_of(of_cases) k WHERE k.closed)
      RETURNING w.id),
  off AS (
    UPDATE unpaid_work_turn t SET off_at = app_at(), off_because = reason
      WHERE t.off_at IS NULL AND t."on" > (app_at() AT TIME ZONE 'Europe/London')::date AND t.work_id IN (SELECT id FROM done))
  SELECT ended || coalesce(array_agg(id), '{}') INTO ended FROM done;
  PERFORM access_derive_grants('unpaid work', ended);
  RETURN cardinality(ended);
END $$;

-- Takes up again what a death had ended, once the cases are open again because it was recorded by mistake. Answers how many.
CREATE OR REPLACE FUNCTION unpaid_work_take_up_again(of_cases uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  death people_death;
  again uuid[];
  counted integer := 0;
BEGIN
  FOR death IN SELECT d.* FROM (SELECT DISTINCT k.person_id FROM supervision_standing_of(of_cases) k WHERE NOT k.closed) who,
      people_death_of(who.person_id) d WHERE d.withdrawn_at IS NOT NULL LOOP
    again := ARRAY(SELECT jsonb_array_elements_text(people_start_again(death, 'unpaid_work')->'unpaid_work_work')::uuid);
    PERFORM access_derive_grants('unpaid work', again);
    counted := counted + cardinality(again);
  END LOOP;
  RETURN counted;
END $$;

-- Calls off the turns ahead of people who cannot come, and ends their places, so that others have them; the hours stand.
CREATE OR REPLACE FUNCTION unpaid_work_call_off(of_cases uuid[], saying text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  clock timestamp := app_at() AT TIME ZONE 'Europe/London';
  theirs uuid[] := ARRAY(SELECT w.id FROM unpaid_work_work w WHERE w.case_id = ANY (of_cases) AND w.ended_at IS NULL ORDER BY w.id FOR UPDATE);
  touched uuid[];
BEGIN
  WITH off AS (
    UPDATE unpaid_work_turn t SET off_at = app_at(), off_because = saying
      WHERE t.work_id = ANY (theirs) AND t.off_at IS NULL AND t."on" + t.starts > clock
        AND NOT EXISTS (SELECT 1 FROM unpaid_work_told s WHERE s.turn_id = t.id) RETURNING t.work_id),
  left_by AS (
    UPDATE unpaid_work_placement p SET last = greatest(p.first, clock::date) - 1, because = saying
      WHERE p.work_id = ANY (theirs) AND (p.last IS NULL OR p.last >= clock::date) RETURNING p.work_id)
  SELECT coalesce(array_agg(DISTINCT d.work_id), '{}') INTO touched FROM (SELECT work_id FROM off UNION SELECT work_id FROM left_by) d;
  UPDATE unpaid_work_work w SET version = w.version + 1 WHERE w.id = ANY (touched);
  RETURN cardinality(touched);
END $$;

-- How many hold a place on each of these projects now, whoever may see them: a number, and nobody named. It is told to the
-- organisation whose team runs a project, and to no other: small numbers by day say who was sent where. Each project of which
-- it is told has a row without a day, so that nobody there and nothing told are two things.
CREATE OR REPLACE FUNCTION unpaid_work_places_taken(of_projects uuid[], today date) RETURNS TABLE (project_id uuid, weekday smallint, taken bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH told AS (SELECT j.id FROM unpaid_work_project j
    WHERE j.id = ANY (of_projects) AND access_organisation_of(j.unit_id) = app_organisation())
  SELECT t.id, NULL::smallint, 0::bigint FROM told t
  UNION ALL SELECT p.project_id, p.weekday, count(*) FROM unpaid_work_placement p JOIN unpaid_work_work w ON w.id = p.work_id
    WHERE p.project_id IN (SELECT id FROM told) AND w.ended_at IS NULL AND (p.last IS NULL OR p.last >= today)
    GROUP BY p.project_id, p.weekday
$$;

-- Whether what a project says of who decided on it and when is as it was, or the viewer decides now in their own name: asked of
-- the row as it stood before it is changed.
CREATE OR REPLACE FUNCTION unpaid_work_decided_truly(project uuid, who uuid, decided timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT (j.decided_by, j.decided_at) IS NOT DISTINCT FROM (who, decided)
      OR (who = app_member() AND decided = app_at()) FROM unpaid_work_project j
    WHERE j.id = project AND j.unit_id = ANY (app_units())), false)
$$;

REVOKE ALL ON FUNCTION unpaid_work_send(uuid, uuid, uuid, uuid, uuid), unpaid_work_follow_cases(uuid[], text),
  unpaid_work_call_off(uuid[], text), unpaid_work_take_up_again(uuid[]), unpaid_work_places_taken(uuid[], date), unpaid_work_decided_truly(uuid, uuid, timestamptz) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION unpaid_work_follow_cases(uuid[], text), unpaid_work_call_off(uuid[], text), unpaid_work_take_up_again(uuid[]) TO throughcare_worker;
GRANT EXECUTE ON FUNCTION unpaid_work_send(uuid, uuid, uuid, uuid, uuid), unpaid_work_places_taken(uuid[], date),
  unpaid_work_decided_truly(uuid, uuid, timestamptz) TO throughcare_web, throughcare_worker;
