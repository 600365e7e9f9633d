-- Drawing cases for inspection. Nobody who draws sees the cases drawn from: that is what the draw is for.

-- How many cases of an organisation the viewer's own organisation has drawn under the agreement now in force, over all its
-- draws; of its own cases, in a year.
CREATE OR REPLACE FUNCTION supervision_drawn_before(whose uuid) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(DISTINCT d.case_id)::integer FROM supervision_sampled d JOIN supervision_sample s ON s.id = d.sample_id
    WHERE s.organisation_id = whose AND access_organisation_of(s.unit_id) = app_organisation()
      AND s.at >= coalesce(access_shared_since(whose, 'inspection'), app_at() - interval '1 year')
$$;

-- Draws a sample just recorded by the viewer's own unit, once, from the open cases of the organisation it names:
-- in the order of the digest of the seed and the case's id, so that whoever knows both can draw it again. Records
-- closed to all but those named are left out. Returns how many were drawn.
CREATE OR REPLACE FUNCTION supervision_draw(which uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  asked supervision_sample;
  drawn integer;
BEGIN
  SELECT * INTO asked FROM supervision_sample s WHERE s.id = which AND s.unit_id = app_unit() AND s.member_id = app_member();
  IF asked.id IS NULL OR NOT may(DRAW_SAMPLE)
     OR EXISTS (SELECT 1 FROM supervision_sampled d WHERE d.sample_id = which)
     OR asked.at <> app_at() OR asked.until > app_at() + interval '368 days'
     OR asked.size + supervision_drawn_before(asked.organisation_id) > 500
     OR NOT (asked.organisation_id = app_organisation() OR access_shared_since(asked.organisation_id, 'inspection') IS NOT NULL) THEN
    RAISE insufficient_privilege USING
      MESSAGE = 'a sample is drawn once, at once, by the member who recorded it, under an agreement, of no more than that lets be drawn, and for a year at most';
  END IF;
  -- The seed is drawn here, whatever the row said, so that nobody can look for the one that draws whom they want.
  UPDATE supervision_sample SET seed = ('x' || left(replace(gen_random_uuid()::text, '-', ''), 12))::bit(48)::bigint
    WHERE id = which RETURNING seed INTO asked.seed;
  INSERT INTO supervision_sampled (id, sample_id, person_id, case_id, place, drawn_from, during)
    SELECT gen_random_uuid(), which, f.person_id, f.id, f.place, f.of_all, tstzrange(asked.at, asked.until)
    FROM (SELECT c.id, c.person_id, count(*) OVER () AS of_all,
            row_number() OVER (ORDER BY sha256(convert_to(asked.seed || ' ' || c.id, 'UTF8'))) AS place
          FROM supervision_case c WHERE c.organisation_id = asked.organisation_id AND c.closed_at IS NULL
            AND c.opened_at <= asked.at AND NOT access_restricted(c.person_id, asked.at)) f
    WHERE f.place <= asked.size;
  GET DIAGNOSTICS drawn = ROW_COUNT;
  PERFORM access_derive_grants('sample', ARRAY(SELECT d.id FROM supervision_sampled d WHERE d.sample_id = which));
  RETURN drawn;
END $$;

-- Ends a sample of the viewer's own unit now; what it let be read is closed. Returns how many cases that was.
CREATE OR REPLACE FUNCTION supervision_end_sample(which uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  ids uuid[];
BEGIN
  IF NOT may(DRAW_SAMPLE) OR NOT EXISTS (
      SELECT 1 FROM supervision_sample s WHERE s.id = which AND s.unit_id = app_unit()) THEN
    RAISE insufficient_privilege USING MESSAGE = 'a sample is ended by the unit that drew it';
  END IF;
  WITH ended AS (UPDATE supervision_sampled d SET during = tstzrange(lower(d.during), greatest(lower(d.during), app_at()))
      WHERE d.sample_id = which AND upper(d.during) > app_at() RETURNING d.id)
    SELECT coalesce(array_agg(id), '{}') INTO ids FROM ended;
  PERFORM access_derive_grants('sample', ids);
  RETURN cardinality(ids);
END $$;

-- Which of these people somebody of the viewer's own unit has opened, by the name of the page.
CREATE OR REPLACE FUNCTION supervision_opened_here(people uuid[], pages text[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p FROM audit_opened_here(people, pages) AS p
$$;

REVOKE ALL ON FUNCTION supervision_drawn_before(uuid), supervision_draw(uuid), supervision_end_sample(uuid), supervision_opened_here(uuid[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION supervision_drawn_before(uuid), supervision_draw(uuid), supervision_end_sample(uuid), supervision_opened_here(uuid[], text[])
  TO throughcare_web, throughcare_worker;
