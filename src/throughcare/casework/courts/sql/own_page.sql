-- What a person's sentences that run ask of them that is done by attending, and until when each lasts: for a person's own page, within
-- functions that have asked whose it is. A sentence of which nothing is counted has one row, with no requirement.
CREATE OR REPLACE FUNCTION courts_ordered_of(whose uuid)
RETURNS TABLE (sentence text, ends_on date, requirement_id uuid, kind text, amount integer, unit text, at_most boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.kind::text, s.ends_on, r.id, r.kind::text, r.length, r.unit::text, r.at_most
    FROM courts_sentence s LEFT JOIN courts_requirement r ON r.sentence_id = s.id AND r.ended_on IS NULL AND r.length > 0
      AND r.unit IN ('hours', 'days')
      AND r.kind IN ('unpaid work', 'rehabilitation activity', 'programme', 'attendance centre')
    WHERE s.person_id = whose AND s.state IN ('in force', 'in breach') ORDER BY s.imposed_on, s.id, r.id LIMIT 50
$$;
REVOKE ALL ON FUNCTION courts_ordered_of(uuid) FROM PUBLIC, throughcare_web, throughcare_worker;
