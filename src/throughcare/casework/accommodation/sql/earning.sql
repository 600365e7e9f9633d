-- The nights that somebody lived in a bed, and those on which a bed was lost, by row and day alone and without anybody: what an agreement pays
-- for. For the worker, of one team, of nights on or before a day and over by now. A night is of the team that ran the premises as it ended.
CREATE OR REPLACE FUNCTION accommodation_earned(of_unit uuid, until date) RETURNS TABLE (source uuid, what text, on_day date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH edge AS (SELECT least(until + 1, (app_at() AT TIME ZONE 'Europe/London')::date) AS ends)
  SELECT s.id, 'night of a stay', n::date
    FROM accommodation_stay s, edge, generate_series(s.arrived_on, least(coalesce(s.left_on, edge.ends), edge.ends) - 1, interval '1 day') n
    WHERE s.state IN ('arrived', 'departed') AND of_unit = coalesce((SELECT p.left_unit FROM accommodation_passing p
      WHERE p.stay_id = s.id AND (p.at AT TIME ZONE 'Europe/London')::date > n::date ORDER BY p.at, p.id LIMIT 1), s.unit_id)
  UNION ALL SELECT v.id, 'night that a bed was lost', n::date
    FROM accommodation_void v, edge, generate_series(lower(v.nights), least(coalesce(upper(v.nights), edge.ends), edge.ends) - 1, interval '1 day') n
    WHERE v.unit_id = of_unit AND NOT isempty(v.nights)
  ORDER BY 1, 3
$$;

REVOKE ALL ON FUNCTION accommodation_earned(uuid, date) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION accommodation_earned(uuid, date) TO throughcare_worker;
