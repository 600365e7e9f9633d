-- What becomes of referrals when a case closes or a person dies. The worker hears of it as the member who
-- did it, who may not see what another organisation does: only what the cases themselves show is changed.

-- Withdraws the open referrals of closed cases, with a step that says so, and closes the sight that they gave.
CREATE OR REPLACE FUNCTION interventions_follow_cases(of_cases uuid[], reason text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  ended uuid[];
  dead people_death;
  stopped uuid[] := '{}';
BEGIN
  -- What a death ends is remembered as it stood: it goes on when the death was recorded by mistake.
  FOR dead IN SELECT d.* FROM (SELECT DISTINCT k.person_id FROM supervision_standing_of(of_cases) k WHERE k.closed) who,
      people_death_of(who.person_id) d WHERE d.withdrawn_at IS NULL LOOP
    stopped := stopped || people_stop(dead, 'interventions_referral', format('t.ended_at IS NULL AND t.case_id = ANY (%L::uuid[])', of_cases),
      $s$state = 'withdrawn', ended_at = app_at(), due = '', due_on = NULL, version = t.version + 1,
        sight = tstzrange(lower(t.sight), greatest(app_at(), lower(t.sight)))$s$);
  END LOOP;
  INSERT INTO interventions_referralstep (id, person_id, referral_id, kind, at, member_id, reason, absence, evidence, note, goals, outcomes)
    SELECT gen_random_uuid(), r.person_id, r.id, 'withdrawn', app_at(), app_member(), 'other', '', '', 'The person died.', '{}', '{}'
      FROM interventions_referral r WHERE r.id = ANY (stopped);
  WITH done AS (
    UPDATE interventions_referral r SET state = 'withdrawn', ended_at = app_at(), due = '', due_on = NULL, version = r.version + 1,
        sight = tstzrange(lower(r.sight), greatest(app_at(), lower(r.sight)))
      WHERE r.case_id IN (SELECT k.case_id FROM supervision_standing_of(of_cases) k WHERE k.closed) AND r.ended_at IS NULL
      RETURNING r.id, r.person_id),
  told AS (
    INSERT INTO interventions_referralstep (id, person_id, referral_id, kind, at, member_id, reason, absence, evidence, note, goals, outcomes)
      SELECT gen_random_uuid(), d.person_id, d.id, 'withdrawn', app_at(), app_member(), reason, '', '', 'The case was closed.', '{}', '{}'
        FROM done d)
  SELECT stopped || coalesce(array_agg(id), '{}') INTO ended FROM done;
  PERFORM access_derive_grants('referral', ended);
  RETURN cardinality(ended);
END $$;

-- Takes up again what a death had ended, once the cases are open again because it was recorded by mistake. Answers how many.
CREATE OR REPLACE FUNCTION interventions_take_up_again(of_cases uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  death people_death;
  again uuid[];
  counted integer := 0;
BEGIN
  FOR death IN SELECT d.* FROM (SELECT DISTINCT k.person_id FROM supervision_standing_of(of_cases) k WHERE NOT k.closed) who,
      people_death_of(who.person_id) d WHERE d.withdrawn_at IS NOT NULL LOOP
    again := ARRAY(SELECT jsonb_array_elements_text(people_start_again(death, 'interventions')->'interventions_referral')::uuid);
    INSERT INTO interventions_referralstep (id, person_id, referral_id, kind, at, member_id, reason, absence, evidence, note, goals, outcomes)
      SELECT gen_random_uuid(), r.person_id, r.id, 'taken up again', app_at(), app_member(), '', '', '',
        'The death was recorded by mistake.', '{}', '{}' FROM interventions_referral r WHERE r.id = ANY (again);
    PERFORM access_derive_grants('referral', again);
    counted := counted + cardinality(again);
  END LOOP;
  RETURN counted;
END $$;

-- What the closing of a case withdrew, where the case is open again: each with its planned sessions and the steps before it closed.
CREATE OR REPLACE FUNCTION interventions_closed_with(of_cases uuid[])
RETURNS TABLE (referral_id uuid, sessions smallint, kinds text[], instants timestamptz[], outcomes text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.id, r.sessions, taken.kinds[:cardinality(taken.kinds) - 1], taken.instants[:cardinality(taken.kinds) - 1], taken.outcomes
    FROM supervision_standing_of(of_cases) k JOIN interventions_referral r ON r.case_id = k.case_id AND NOT k.closed
    CROSS JOIN LATERAL (SELECT array_agg(s.kind::text ORDER BY s.at, s.id) AS kinds, array_agg(s.at ORDER BY s.at, s.id) AS instants,
        coalesce(array_agg(s.reason::text ORDER BY s.at, s.id) FILTER (WHERE s.kind = 'session recorded'), '{}') AS outcomes,
        (array_agg(s.note ORDER BY s.at DESC, s.id DESC))[1] AS last FROM interventions_referralstep s WHERE s.referral_id = r.id) taken
    WHERE r.state = 'withdrawn' AND taken.last = 'The case was closed.'
$$;

-- Takes one of those up again as it stood, unless the person has been referred to that service anew. Whether it was.
CREATE OR REPLACE FUNCTION interventions_open_again(of_cases uuid[], referral uuid, stood text, owed text, of_provider boolean, owed_on date)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- It is about whom its case is about, whether the undoing of a merge has been followed here yet or not.
  UPDATE interventions_referral r SET state = stood, ended_at = NULL, due = owed, due_by_provider = of_provider, due_on = owed_on,
      sight = tstzrange(lower(r.sight), NULL), version = r.version + 1, person_id = k.person_id
    FROM supervision_standing_of(of_cases) k
    WHERE r.id = referral AND k.case_id = r.case_id AND r.id IN (SELECT c.referral_id FROM interventions_closed_with(of_cases) c)
      AND NOT EXISTS (SELECT 1 FROM interventions_referral o WHERE o.person_id = k.person_id AND o.service_id = r.service_id
        AND o.ended_at IS NULL);
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  INSERT INTO interventions_referralstep (id, person_id, referral_id, kind, at, member_id, reason, absence, evidence, note, goals, outcomes)
    SELECT gen_random_uuid(), r.person_id, r.id, 'taken up again', app_at(), app_member(), '', '', '',
      'The case that had closed is open again.', '{}', '{}' FROM interventions_referral r WHERE r.id = referral;
  PERFORM access_derive_grants('referral', ARRAY[referral]);
  RETURN true;
END $$;

-- The open referrals of cases as they stand: with what their contract says of working in prison, their steps and what came of sessions.
CREATE OR REPLACE FUNCTION interventions_open_of(of_cases uuid[])
RETURNS TABLE (referral_id uuid, case_id uuid, version integer, state text, sessions smallint, works_inside boolean, kinds text[],
  instants timestamptz[], outcomes text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.id, r.case_id, r.version, r.state::text, r.sessions, v.works_inside, array_agg(s.kind::text ORDER BY s.at, s.id),
      array_agg(s.at ORDER BY s.at, s.id),
      coalesce(array_agg(s.reason::text ORDER BY s.at, s.id) FILTER (WHERE s.kind = 'session recorded'), '{}')
    FROM interventions_referral r JOIN interventions_service v ON v.id = r.service_id
      JOIN interventions_referralstep s ON s.referral_id = r.id
    WHERE r.case_id = ANY (of_cases) AND r.ended_at IS NULL GROUP BY r.id, v.works_inside
$$;

-- Writes that one of those waits, is carried on, or goes on, with what is then owed, unless somebody changed it meanwhile. Whether it did.
CREATE OR REPLACE FUNCTION interventions_put(referral uuid, stood integer, what text, said text, owed text, of_provider boolean, owed_on date)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE interventions_referral r SET due = owed, due_by_provider = of_provider, due_on = owed_on, version = r.version + 1
    WHERE r.id = referral AND r.version = stood AND r.ended_at IS NULL;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  INSERT INTO interventions_referralstep (id, person_id, referral_id, kind, at, member_id, reason, absence, evidence, note, goals, outcomes)
    SELECT gen_random_uuid(), r.person_id, r.id, what, app_at(), app_member(), '', '', '', said, '{}', '{}'
      FROM interventions_referral r WHERE r.id = referral;
  RETURN true;
END $$;

-- Whoever sent a referral and sees the person no longer cannot do their part: the team that answers for the case does.
CREATE OR REPLACE FUNCTION interventions_pass_on(of_cases uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE interventions_referral r SET from_unit = k.unit_id, version = r.version + 1 FROM supervision_teams_answering(of_cases) k
    WHERE r.case_id = k.case_id AND r.ended_at IS NULL AND r.from_unit <> k.unit_id
      AND (r.from_unit = r.to_unit OR NOT access_unit_sees(r.from_unit, r.person_id))
$$;

-- Whether a referral was open before it is changed: what has ended is not opened again by hand.
CREATE OR REPLACE FUNCTION interventions_runs(referral uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM interventions_referral r WHERE r.id = referral AND r.ended_at IS NULL AND access_may_see(r.person_id))
$$;

DROP FUNCTION IF EXISTS interventions_follow_people(uuid[]);

-- The days that referrals to services waited to be accepted, and whether the wait ended: of services with enough of them to
-- say anything, and nothing that names anybody.
CREATE OR REPLACE FUNCTION interventions_waited(of_services uuid[], since timestamptz, fewest integer)
RETURNS TABLE (service_id uuid, days integer, ended boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.service_id, greatest(0, extract(day FROM coalesce(r.answered_at, r.ended_at, app_at()) - r.sent_at)::integer),
      r.answered_at IS NOT NULL
    FROM interventions_referral r WHERE r.service_id = ANY (of_services) AND r.sent_at >= since AND r.sent_at <= app_at()
      AND r.service_id IN (SELECT e.service_id FROM interventions_referral e WHERE e.service_id = ANY (of_services)
        AND e.sent_at >= since AND e.sent_at <= app_at() GROUP BY e.service_id HAVING count(DISTINCT e.person_id) >= fewest)
$$;

REVOKE ALL ON FUNCTION interventions_closed_with(uuid[]), interventions_open_again(uuid[], uuid, text, text, boolean, date),
  interventions_runs(uuid), interventions_take_up_again(uuid[]), interventions_pass_on(uuid[]), interventions_follow_cases(uuid[], text),
  interventions_waited(uuid[], timestamptz, integer), interventions_open_of(uuid[]),
  interventions_put(uuid, integer, text, text, text, boolean, date) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION interventions_closed_with(uuid[]), interventions_open_again(uuid[], uuid, text, text, boolean, date),
  interventions_take_up_again(uuid[]), interventions_pass_on(uuid[]), interventions_follow_cases(uuid[], text),
  interventions_open_of(uuid[]), interventions_put(uuid, integer, text, text, text, boolean, date) TO throughcare_worker;
GRANT EXECUTE ON FUNCTION interventions_runs(uuid), interventions_waited(uuid[], timestamptz, integer) TO throughcare_web, throughcare_worker;
