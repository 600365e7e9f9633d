-- The goals of a case with their steps, and what was recorded of each, in order: for a person's own page, within functions that have
-- asked whose it is. Neither who wrote them nor any note is told.
CREATE OR REPLACE FUNCTION planning_goals_in(the_case uuid)
RETURNS TABLE (goal_id uuid, words text, wanted_by date, goal_marks text[], what text, whose text, step_by date, step_marks text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT g.id, g.words::text, g.wanted_by,
      ARRAY(SELECT m.kind::text FROM planning_mark m WHERE m.goal_id = g.id AND m.step_id IS NULL ORDER BY m.number),
      s.what::text, s.whose::text, s."by",
      ARRAY(SELECT m.kind::text FROM planning_mark m WHERE m.step_id = s.id ORDER BY m.number)
    FROM planning_goal g LEFT JOIN planning_goalstep s ON s.goal_id = g.id WHERE g.case_id = the_case
    ORDER BY g.at, g.id, s.place LIMIT 400
$$;
REVOKE ALL ON FUNCTION planning_goals_in(uuid) FROM PUBLIC, throughcare_web, throughcare_worker;
