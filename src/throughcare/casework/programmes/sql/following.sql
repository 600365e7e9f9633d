-- What becomes of referrals to programmes when a case closes, or a person dies or can come to no group. The worker hears of it as the member who did
-- it, who may not see what another organisation does: only what the cases themselves show is changed.

-- Writes the next move of referrals: from where the last one left them to how they now stand.
CREATE OR REPLACE FUNCTION programmes_tell(of_enrolments uuid[], reason text, note text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO programmes_enrolmentmove (id, person_id, enrolment_id, number, before, after, through, reason, note, at, member_id)
    SELECT gen_random_uuid(), e.person_id, e.id, last.number + 1, last.after, e.state, 'hand', reason, note, app_at(), app_member()
      FROM programmes_enrolment e, LATERAL (SELECT m.number, m.after FROM programmes_enrolmentmove m
        WHERE m.enrolment_id = e.id ORDER BY m.number DESC LIMIT 1) last
      WHERE e.id = ANY (of_enrolments)
$$;

-- Withdraws the open referrals of closed cases, with a move that says so, and ends their places and the sight that both gave.
CREATE OR REPLACE FUNCTION programmes_follow_cases(of_cases uuid[], reason text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  ended uuid[];
  places uuid[] := '{}';
  fresh uuid[];
  dead people_death;
  stopped uuid[] := '{}';
BEGIN
  -- What a death ends is remembered as it stood: it goes on when the death was recorded by mistake.
  FOR dead IN SELECT d.* FROM (SELECT DISTINCT k.person_id FROM supervision_standing_of(of_cases) k WHERE k.closed) who,
      people_death_of(who.person_id) d WHERE d.withdrawn_at IS NULL LOOP
    fresh := people_stop(dead, 'programmes_enrolment', format('t.ended_at IS NULL AND t.case_id = ANY (%L::uuid[])', of_cases),
      $s$state = 'withdrawn', ended_at = app_at(), moved_at = app_at(), due = '', due_on = NULL, version = t.version + 1,
        sight = tstzrange(lower(t.sight), greatest(app_at(), lower(t.sight)))$s$);
    stopped := stopped || fresh;
    places := places || people_stop(dead, 'programmes_place', format('upper_inf(t.during) AND t.enrolment_id = ANY (%L::uuid[])', fresh),
      $s$during = tstzrange(lower(t.during), greatest(app_at(), lower(t.during)))$s$);
  END LOOP;
  PERFORM programmes_tell(stopped, 'other', 'The person died.');
  WITH done AS (
    UPDATE programmes_enrolment e SET state = 'withdrawn', ended_at = app_at(), moved_at = app_at(), due = '', due_on = NULL,
        version = e.version + 1, sight = tstzrange(lower(e.sight), greatest(app_at(), lower(e.sight)))
      WHERE e.case_id IN (SELECT k.case_id FROM supervision_standing_of(of_cases) k WHERE k.closed) AND e.ended_at IS NULL
      RETURNING e.id)
  SELECT coalesce(array_agg(id), '{}') INTO ended FROM done;
  PERFORM programmes_tell(ended, reason, 'The case was closed.');
  WITH freed AS (
    UPDATE programmes_place p SET during = tstzrange(lower(p.during), greatest(app_at(), lower(p.during)))
      WHERE p.enrolment_id = ANY (ended) AND upper_inf(p.during) RETURNING p.id)
  SELECT places || coalesce(array_agg(id), '{}') INTO places FROM freed;
  PERFORM access_derive_grants('programme group', places);
  PERFORM access_derive_grants('programme', stopped || ended);
  RETURN cardinality(stopped) + cardinality(ended);
END $$;

-- Takes up again what a death had ended, once the cases are open again because it was recorded by mistake. Answers how many.
CREATE OR REPLACE FUNCTION programmes_take_up_again(of_cases uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  death people_death;
  back jsonb;
  again uuid[];
  counted integer := 0;
BEGIN
  FOR death IN SELECT d.* FROM (SELECT DISTINCT k.person_id FROM supervision_standing_of(of_cases) k WHERE NOT k.closed) who,
      people_death_of(who.person_id) d WHERE d.withdrawn_at IS NOT NULL LOOP
    back := people_start_again(death, 'programmes');
    again := ARRAY(SELECT jsonb_array_elements_text(back->'programmes_enrolment')::uuid);
    PERFORM programmes_tell(again, 'other', 'The death was recorded by mistake.');
    PERFORM access_derive_grants('programme', again);
    PERFORM access_derive_grants('programme group', ARRAY(SELECT jsonb_array_elements_text(back->'programmes_place')::uuid));
    counted := counted + cardinality(again);
  END LOOP;
  RETURN counted;
END $$;

-- Whoever referred and sees the person no longer cannot do their part: the team that answers for the case does.
CREATE OR REPLACE FUNCTION programmes_pass_on(of_cases uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE programmes_enrolment e SET from_unit = k.unit_id, version = e.version + 1 FROM supervision_teams_answering(of_cases) k
    WHERE e.case_id = k.case_id AND e.ended_at IS NULL AND e.from_unit <> k.unit_id
      AND (e.from_unit = e.to_unit OR NOT access_unit_sees(e.from_unit, e.person_id))
$$;

-- The open referrals of cases as they stand, locked; for the worker, whoever it hears.
CREATE OR REPLACE FUNCTION programmes_open_of(of_cases uuid[]) RETURNS TABLE (enrolment_id uuid, of_case uuid, stands text)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.id, e.case_id, e.state::text FROM programmes_enrolment e WHERE e.case_id = ANY (of_cases) AND e.ended_at IS NULL
    ORDER BY e.id FOR UPDATE
$$;

-- Puts a referral off while its person can come to no group: a move that says why, what is owed next, and a place that others have.
-- Answers whether it still stood as it was.
CREATE OR REPLACE FUNCTION programmes_put_off(enrolment uuid, stood text, said jsonb) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  places uuid[];
BEGIN
  UPDATE programmes_enrolment e SET state = said->>'state', moved_at = app_at(), due = said->>'due', version = e.version + 1,
      due_by_deliverer = (said->>'due_by_deliverer')::boolean, due_on = (said->>'due_on')::date
    WHERE e.id = enrolment AND e.state = stood AND e.ended_at IS NULL;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  PERFORM programmes_tell(ARRAY[enrolment], said->>'reason', said->>'note');
  WITH freed AS (
    UPDATE programmes_place p SET during = tstzrange(lower(p.during), greatest(app_at(), lower(p.during)))
      WHERE p.enrolment_id = enrolment AND upper_inf(p.during) RETURNING p.id)
  SELECT coalesce(array_agg(id), '{}') INTO places FROM freed;
  PERFORM access_derive_grants('programme group', places);
  RETURN true;
END $$;

-- Whether a referral was open before it is changed: what has ended is not opened again by hand.
CREATE OR REPLACE FUNCTION programmes_runs(enrolment uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM programmes_enrolment e WHERE e.id = enrolment AND e.ended_at IS NULL AND access_may_see(e.person_id))
$$;

-- Whether somebody referred has, or had, a place in a group of the viewer's own teams.
CREATE OR REPLACE FUNCTION programmes_placed_here(enrolment uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM programmes_place p WHERE p.enrolment_id = enrolment AND p.unit_id = ANY (app_units()))
$$;

REVOKE ALL ON FUNCTION programmes_runs(uuid), programmes_placed_here(uuid), programmes_tell(uuid[], text, text), programmes_follow_cases(uuid[], text), programmes_take_up_again(uuid[]),
  programmes_open_of(uuid[]), programmes_put_off(uuid, text, jsonb), programmes_pass_on(uuid[]) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION programmes_follow_cases(uuid[], text), programmes_take_up_again(uuid[]), programmes_pass_on(uuid[]),
  programmes_open_of(uuid[]), programmes_put_off(uuid, text, jsonb) TO throughcare_worker;
GRANT EXECUTE ON FUNCTION programmes_runs(uuid), programmes_placed_here(uuid) TO throughcare_web, throughcare_worker;
