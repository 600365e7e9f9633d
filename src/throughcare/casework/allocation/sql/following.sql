-- What allocation keeps about cases follows them when hands change. The worker hears of it as the member who appointed,
-- who may neither allocate nor still see the case: this says what may change, and only what the cases themselves show.

-- Closes as overtaken the open suggestions and proposed rows of plans whose case is closed, has passed to another team since,
-- or has another offender manager than they supposed. Answers the units whose kept week of this Monday is out of date by it.
CREATE OR REPLACE FUNCTION allocation_follow_cases(of_cases uuid[], week date) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  dead people_death;
BEGIN
  -- What a death ends is remembered as it stood: it goes on when the death was recorded by mistake.
  FOR dead IN SELECT d.* FROM (SELECT DISTINCT k.person_id FROM supervision_standing_of(of_cases) k WHERE k.closed) who,
      people_death_of(who.person_id) d WHERE d.withdrawn_at IS NULL LOOP
    PERFORM people_stop(dead, 'allocation_suggestion', $w$t.state = 'open'$w$, $s$state = 'overtaken'$s$),
      people_stop(dead, 'allocation_planrow', $w$t.state = 'proposed'$w$, $s$state = 'overtaken'$s$);
  END LOOP;
  UPDATE allocation_suggestion s SET state = 'overtaken' FROM supervision_standing_of(of_cases) k
    WHERE s.case_id = k.case_id AND s.state = 'open'
      AND (k.closed OR k.manager IS DISTINCT FROM (s.inputs->'case'->>'manager')::uuid OR k.since > s.at);
  UPDATE allocation_planrow p SET state = 'overtaken' FROM supervision_standing_of(of_cases) k, allocation_plan whole
    WHERE p.case_id = k.case_id AND p.state = 'proposed' AND whole.id = p.plan_id
      AND (k.closed OR k.manager IS DISTINCT FROM p.from_member OR k.since > whole.worked_out_at);
  RETURN QUERY SELECT DISTINCT w.unit_id FROM allocation_weeklyworkload w WHERE w.monday = week
    AND w.member_id IN (SELECT supervision_managers_since(of_cases, week));
END $$;
DROP FUNCTION IF EXISTS allocation_manager_of(uuid);

-- Lets what a death had overtaken go on, once the cases are open again because it was recorded by mistake.
CREATE OR REPLACE FUNCTION allocation_take_up_again(of_cases uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  death people_death;
BEGIN
  FOR death IN SELECT d.* FROM (SELECT DISTINCT k.person_id FROM supervision_standing_of(of_cases) k WHERE NOT k.closed) who,
      people_death_of(who.person_id) d WHERE d.withdrawn_at IS NOT NULL LOOP
    PERFORM people_start_again(death, 'allocation');
  END LOOP;
END $$;

REVOKE ALL ON FUNCTION allocation_follow_cases(uuid[], date), allocation_take_up_again(uuid[]) FROM PUBLIC, throughcare_web;
GRANT EXECUTE ON FUNCTION allocation_follow_cases(uuid[], date), allocation_take_up_again(uuid[]) TO throughcare_worker;
DROP FUNCTION IF EXISTS allocation_follow_people(uuid[]);
