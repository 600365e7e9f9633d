-- The minutes that count of turns that were worked, by row and day alone and without anybody: what an agreement pays for. For the worker, of one
-- team, of turns on or before a day. A turn is of the team that had the hours when it ended: what passes on leaves behind what was earned.
CREATE OR REPLACE FUNCTION unpaid_work_earned(of_unit uuid, until date) RETURNS TABLE (turn uuid, on_day date, minutes integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT t.id, t."on", s.counted::integer
    FROM unpaid_work_turn t JOIN unpaid_work_work w ON w.id = t.work_id
    CROSS JOIN LATERAL (SELECT x.counted FROM unpaid_work_told x WHERE x.turn_id = t.id ORDER BY x.number DESC LIMIT 1) s
    WHERE s.counted > 0 AND t."on" <= unpaid_work_earned.until AND of_unit = coalesce((SELECT p.left_unit FROM unpaid_work_passing p
      WHERE p.work_id = w.id AND p.at >= (t."on" + t.until) AT TIME ZONE 'Europe/London' ORDER BY p.at, p.id LIMIT 1), w.to_unit)
    ORDER BY t.id
$$;

REVOKE ALL ON FUNCTION unpaid_work_earned(uuid, date) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION unpaid_work_earned(uuid, date) TO throughcare_worker;
