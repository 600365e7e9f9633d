-- What allocation keeps about cases follows them when hands change. The worker hears of it as the member who appointed,
-- who may neither allocate nor still see the case: this says what may change, and only what the cases themselves show.

-- Closes as overtaken the open suggestions and proposed rows of plans whose case is closed, has passed to another team since,
-- or has another offender manager than they supposed. Answers the units whose kept week of this Monday is out of date by it.
CREATE OR REPLACE FUNCTION allocation_follow_cases(of_cases uuid[], week date) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
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

REVOKE ALL ON FUNCTION allocation_follow_cases(uuid[], date) FROM PUBLIC, throughcare_web;
GRANT EXECUTE ON FUNCTION allocation_follow_cases(uuid[], date) TO throughcare_worker;
DROP FUNCTION IF EXISTS allocation_follow_people(uuid[]);
