-- What lets a person in to their own page, and all that they read there. A visit has no member: the policies of every table let it
-- read no row about anybody. It reads by these functions alone, each of which asks for the visit's secret again and tells of the
-- one case that its code was given for.

-- What is kept of a secret: who reads a row, under whatever grant, has nothing by which these functions would tell anything.
CREATE OR REPLACE FUNCTION own_kept(secret text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$ SELECT encode(sha256(convert_to(secret, 'UTF8')), 'hex') $$;

-- Lets somebody in by a reference and the proof of a code, once, and answers whose page it is; null where it lets nobody in. A wrong
-- code is counted, and after five it lets nobody in any more.
CREATE OR REPLACE FUNCTION own_come_in(of_reference text, proof text, of_visit text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  given own_code;
BEGIN
  SELECT * INTO given FROM own_code c WHERE c.reference = of_reference FOR UPDATE;
  IF given.id IS NULL OR given.ended_at IS NOT NULL OR given.opened_at IS NOT NULL OR given.tries >= 5
      OR NOT (app_at() >= given.at AND app_at() < given.at + interval '15 minutes')
      OR NOT supervision_has_own_page(given.case_id, given.person_id) OR coalesce(length(of_visit), 0) < 43 THEN
    RETURN NULL;
  END IF;
  IF given.digest IS DISTINCT FROM own_kept(proof) THEN
    UPDATE own_code SET tries = tries + 1 WHERE id = given.id;
    RETURN NULL;
  END IF;
  UPDATE own_code SET opened_at = app_at(), visit = own_kept(of_visit) WHERE id = given.id;
  RETURN given.person_id;
END $$;

-- The code whose visit goes on now: for the functions below alone.
CREATE OR REPLACE FUNCTION own_visiting(of_visit text) RETURNS SETOF own_code
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.* FROM own_code c WHERE c.visit = own_kept(of_visit) AND c.visit <> '' AND c.ended_at IS NULL AND c.left_at IS NULL
    AND app_at() >= c.opened_at AND app_at() < c.opened_at + interval '30 minutes'
    AND supervision_has_own_page(c.case_id, c.person_id)
$$;

-- Whose page a visit is of; null once it is over.
CREATE OR REPLACE FUNCTION own_visitor(of_visit text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT v.person_id FROM own_visiting(of_visit) v
$$;

-- Ends a visit, and answers whose it was.
CREATE OR REPLACE FUNCTION own_leave(of_visit text) RETURNS uuid
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE own_code c SET left_at = app_at() FROM own_visiting(of_visit) v WHERE c.id = v.id RETURNING c.person_id
$$;

-- When, how, where and with whom the person is to be met.
CREATE OR REPLACE FUNCTION own_appointments(of_visit text)
RETURNS TABLE (starts_at timestamptz, kind text, place text, held_by uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.* FROM own_visiting(of_visit) v CROSS JOIN LATERAL supervision_ahead_of(v.case_id) a
$$;

-- What the person wants to reach, and each step towards it, with what was recorded of both.
CREATE OR REPLACE FUNCTION own_goals(of_visit text)
RETURNS TABLE (goal_id uuid, words text, wanted_by date, goal_marks text[], what text, whose text, step_by date, step_marks text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT g.* FROM own_visiting(of_visit) v CROSS JOIN LATERAL planning_goals_in(v.case_id) g
$$;

-- What the court ordered that is done by attending, how much of it is done, and until when each sentence lasts.
CREATE OR REPLACE FUNCTION own_ordered(of_visit text)
RETURNS TABLE (sentence text, ends_on date, kind text, amount integer, unit text, at_most boolean, done numeric)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT o.sentence, o.ends_on, o.kind, o.amount, o.unit, o.at_most, supervision_done_towards(o.requirement_id)
    FROM own_visiting(of_visit) v CROSS JOIN LATERAL courts_ordered_of(v.person_id) o
$$;

-- On which days of the last 90 somebody of whom it is told looked at the record, in which role and for whom: the newest 20. Of whoever keeps
-- victims told, of the police and of those who plan public protection it is never told, nor what a look was at: a look for the sake of
-- somebody else (a victim, disruption, protection) is left out whoever looked.
DROP FUNCTION IF EXISTS own_looks(text);
CREATE OR REPLACE FUNCTION own_looks(of_visit text) RETURNS TABLE (looked_on date, role text, organisation uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT (e.at AT TIME ZONE 'Europe/London')::date, e.role::text, e.organisation_id
    FROM own_visiting(of_visit) v JOIN audit_lines() e ON e.people @> ARRAY[v.person_id]
    WHERE e.kind = 'looked' AND e.at > app_at() - interval '90 days' AND e.at <= app_at() AND access_tells_of(e.role, e.unit_id, e.act)
      AND e.role IN ('offender manager', 'probation services officer', 'senior probation officer', 'head of delivery unit', 'court officer',
        'case administrator', 'prison offender manager', 'provider worker', 'provider lead', 'inspector')
      AND e.act !~* '(victim|enquir|disruption|integrated|protection)'
    ORDER BY 1 DESC, 2, 3 LIMIT 20
$$;

-- Whose sheet of paper the viewer may print: of an open case that has an own page, for whoever may give its code and has a part in it.
DROP FUNCTION IF EXISTS own_prints(uuid);
CREATE OR REPLACE FUNCTION own_prints(of_case uuid) RETURNS TABLE (id uuid, person_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.case_id, c.person_id FROM supervision_standing_of(ARRAY[of_case]) c WHERE may(GIVE_OWN_CODE) AND access_may_see(c.person_id)
    AND supervision_part_in(c.case_id, c.person_id) AND supervision_has_own_page(c.case_id, c.person_id)
$$;

-- The same as the three above, for the sheet of somebody who has no telephone.
CREATE OR REPLACE FUNCTION own_sheet_appointments(of_case uuid)
RETURNS TABLE (starts_at timestamptz, kind text, place text, held_by uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.* FROM own_prints(of_case) p CROSS JOIN LATERAL supervision_ahead_of(p.id) a
$$;
CREATE OR REPLACE FUNCTION own_sheet_goals(of_case uuid)
RETURNS TABLE (goal_id uuid, words text, wanted_by date, goal_marks text[], what text, whose text, step_by date, step_marks text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT g.* FROM own_prints(of_case) p CROSS JOIN LATERAL planning_goals_in(p.id) g
$$;
CREATE OR REPLACE FUNCTION own_sheet_ordered(of_case uuid)
RETURNS TABLE (sentence text, ends_on date, kind text, amount integer, unit text, at_most boolean, done numeric)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT o.sentence, o.ends_on, o.kind, o.amount, o.unit, o.at_most, supervision_done_towards(o.requirement_id)
    FROM own_prints(of_case) p CROSS JOIN LATERAL courts_ordered_of(p.person_id) o
$$;
CREATE OR REPLACE FUNCTION own_sheet_of(of_case uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.person_id FROM own_prints(of_case) p
$$;

REVOKE ALL ON FUNCTION own_prints(uuid), own_sheet_of(uuid), own_sheet_appointments(uuid), own_sheet_goals(uuid), own_sheet_ordered(uuid)
  FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION own_sheet_of(uuid), own_sheet_appointments(uuid), own_sheet_goals(uuid), own_sheet_ordered(uuid) TO throughcare_web;
REVOKE ALL ON FUNCTION own_kept(text), own_come_in(text, text, text), own_visiting(text), own_visitor(text), own_leave(text), own_appointments(text),
  own_goals(text), own_ordered(text), own_looks(text) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION own_come_in(text, text, text), own_visitor(text), own_leave(text), own_appointments(text), own_goals(text),
  own_ordered(text), own_looks(text) TO throughcare_web;
