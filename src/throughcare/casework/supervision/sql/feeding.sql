-- What a person's own calendar reads by its secret address, for whoever knows it: when, and how long, of the appointments that
-- stand in the case it was made for, from four weeks ago on; and the person's language, in which it is said. Nothing once it is
-- withdrawn or the case is closed.
CREATE OR REPLACE FUNCTION supervision_read_feed(of_digest text, at timestamptz)
RETURNS TABLE (person_id uuid, first_language text, appointment_id uuid, starts_at timestamptz, minutes smallint, made_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT f.person_id, people_first_language(f.person_id), a.id, a.starts_at, a.minutes, a.at
    FROM supervision_feed f JOIN supervision_case k ON k.id = f.case_id
      LEFT JOIN supervision_appointment a ON a.case_id = k.id AND a.called_off_at IS NULL
        AND a.starts_at > $2 - interval '28 days'
    WHERE f.digest = of_digest AND f.ended_at IS NULL AND k.closed_at IS NULL
    ORDER BY a.starts_at, a.id LIMIT 1000
$$;
REVOKE ALL ON FUNCTION supervision_read_feed(text, timestamptz) FROM PUBLIC, throughcare_worker;
GRANT EXECUTE ON FUNCTION supervision_read_feed(text, timestamptz) TO throughcare_web;
