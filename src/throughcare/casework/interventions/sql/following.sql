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

-- Whoever sent a referral and sees the person no longer cannot do their part: the team that answers for the case does.
CREATE OR REPLACE FUNCTION interventions_pass_on(of_cases uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE interventions_referral r SET from_unit = k.unit_id, version = r.version + 1 FROM supervision_teams_answering(of_cases) k
    WHERE r.case_id = k.case_id AND r.ended_at IS NULL AND r.from_unit <> k.unit_id
      AND (r.from_unit = r.to_unit OR NOT access_unit_sees(r.from_unit, r.person_id))
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
        AND e.sent_at >= since AND e.sent_at <= app_at() GROUP BY e.service_id HAVING count(*) >= fewest)
$$;

REVOKE ALL ON FUNCTION interventions_take_up_again(uuid[]), interventions_pass_on(uuid[]), interventions_follow_cases(uuid[], text),
  interventions_waited(uuid[], timestamptz, integer) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION interventions_take_up_again(uuid[]), interventions_pass_on(uuid[]), interventions_follow_cases(uuid[], text) TO throughcare_worker;
GRANT EXECUTE ON FUNCTION interventions_waited(uuid[], timestamptz, integer) TO throughcare_web, throughcare_worker;
