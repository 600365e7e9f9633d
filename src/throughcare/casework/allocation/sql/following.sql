-- What allocation keeps about cases follows them when hands change. The worker hears of it as the member who appointed,
-- who may neither allocate nor still see the case: this says what may change, and only what the cases themselves show.

-- Closes as overtaken the open suggestions and proposed rows of plans whose case is closed, has passed to another team since,
-- or has another offender manager than they supposed. Answers the units whose kept week of this Monday is out of date by it.
CREATE OR REPLACE FUNCTION allocation_follow_cases(of_cases uuid[], week date) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE allocation_suggestion s SET state = 'overtaken' FROM supervision_case k
    WHERE s.case_id = ANY (of_cases) AND s.state = 'open' AND k.id = s.case_id
      AND (k.closed_at IS NOT NULL OR allocation_manager_of(k.id) IS DISTINCT FROM (s.inputs->'case'->>'manager')::uuid
        OR EXISTS (SELECT 1 FROM supervision_responsibility r WHERE r.case_id = k.id AND upper_inf(r.during)
          AND lower(r.during) > s.at));
  UPDATE allocation_planrow p SET state = 'overtaken' FROM supervision_case k, allocation_plan whole
    WHERE p.case_id = ANY (of_cases) AND p.state = 'proposed' AND k.id = p.case_id AND whole.id = p.plan_id
      AND (k.closed_at IS NOT NULL OR allocation_manager_of(k.id) IS DISTINCT FROM p.from_member
        OR EXISTS (SELECT 1 FROM supervision_responsibility r WHERE r.case_id = k.id AND upper_inf(r.during)
          AND lower(r.during) > whole.worked_out_at));
  RETURN QUERY SELECT DISTINCT w.unit_id FROM allocation_weeklyworkload w WHERE w.monday = week AND w.member_id IN
    (SELECT t.member_id FROM supervision_tenure t WHERE t.case_id = ANY (of_cases) AND t.kind = 'offender manager'
      AND (upper_inf(t.during) OR upper(t.during) >= week));
END $$;

-- Who manages a case now; nobody: null.
CREATE OR REPLACE FUNCTION allocation_manager_of(of_case uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT member_id FROM supervision_tenure WHERE case_id = of_case AND kind = 'offender manager' AND upper_inf(during)
$$;

REVOKE ALL ON FUNCTION allocation_follow_cases(uuid[], date), allocation_manager_of(uuid) FROM PUBLIC, throughcare_web;
GRANT EXECUTE ON FUNCTION allocation_follow_cases(uuid[], date) TO throughcare_worker;

-- What allocation keeps about the cases of these people is about whose the cases are, after a merge of records or its undoing.
CREATE OR REPLACE FUNCTION allocation_follow_people(people uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE allocation_suggestion s SET person_id = k.person_id FROM supervision_case k
    WHERE k.person_id = ANY (people) AND s.case_id = k.id AND s.person_id <> k.person_id;
  UPDATE allocation_planrow p SET person_id = k.person_id FROM supervision_case k
    WHERE k.person_id = ANY (people) AND p.case_id = k.id AND p.person_id <> k.person_id;
$$;
REVOKE ALL ON FUNCTION allocation_follow_people(uuid[]) FROM PUBLIC, throughcare_web;
GRANT EXECUTE ON FUNCTION allocation_follow_people(uuid[]) TO throughcare_worker;
