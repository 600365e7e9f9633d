-- How many enquiries about addresses were made within 28 days of a person, whoever asked, and by the viewer under any of their hats: of
-- what was asked, and of nothing that is known of anybody's victim.
CREATE OR REPLACE FUNCTION victims_enquired(whose uuid) RETURNS TABLE (of_person integer, by_asker integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT (count(*) FILTER (WHERE e.person_id = whose))::integer,
      (count(*) FILTER (WHERE access_same_somebody(e.asked_by, app_member())))::integer
    FROM victims_enquiry e WHERE may(ASK_ABOUT_ADDRESS) AND access_may_see(whose)
      AND e.asked_on > (app_at() AT TIME ZONE 'Europe/London')::date - 28
$$;

-- Sends an enquiry about an address to a team that keeps victims told, for somebody whom the viewer sees; one after another, so that no two at
-- once pass the limit. Its id, where it was sent.
CREATE OR REPLACE FUNCTION victims_enquire(whose uuid, to_unit uuid, about text, told date) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  made uuid := gen_random_uuid();
  today date := (app_at() AT TIME ZONE 'Europe/London')::date;
BEGIN
  IF NOT may(ASK_ABOUT_ADDRESS) OR NOT access_may_see(whose) OR NOT access_unit_may(to_unit, 'keep victims told') OR told < today + 7 THEN
    RETURN NULL;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('victims_enquire', 0));
  IF EXISTS (SELECT 1 FROM victims_enquired(whose) n WHERE n.of_person >= 3 OR n.by_asker >= 10) THEN
    RETURN NULL;
  END IF;
  INSERT INTO victims_enquiry (id, person_id, unit_id, place, asked_on, told_on, asked_by, at, answer)
    VALUES (made, whose, to_unit, about, today, told, app_member(), app_at(), '');
  RETURN made;
END $$;

-- What the viewer asked of a person, and the answer from the day on which it is told: before, none, whether or not somebody gave one.
CREATE OR REPLACE FUNCTION victims_enquiries_of(whose uuid) RETURNS TABLE (place text, asked_on date, told_on date, answer text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.place, e.asked_on, e.told_on, CASE WHEN e.told_on <= (app_at() AT TIME ZONE 'Europe/London')::date THEN e.answer ELSE '' END
    FROM victims_enquiry e WHERE may(ASK_ABOUT_ADDRESS) AND access_may_see(whose) AND e.person_id = whose
      AND access_same_somebody(e.asked_by, app_member()) ORDER BY e.asked_on, e.id
$$;

-- Of whom the enquiries to the viewer's own team are: how they are called, and nothing else of their record.
CREATE OR REPLACE FUNCTION victims_enquiries_called(enquiries uuid[]) RETURNS TABLE (enquiry_id uuid, called text, born_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.id, p.called, p.born_on FROM victims_enquiry e LEFT JOIN people_called(ARRAY(SELECT o.person_id FROM victims_enquiry o
      WHERE o.id = ANY (enquiries))) p ON p.person_id = e.person_id
    WHERE may(KEEP_VICTIMS_TOLD) AND e.unit_id = app_unit() AND e.id = ANY (enquiries)
$$;

REVOKE ALL ON FUNCTION victims_enquired(uuid), victims_enquire(uuid, uuid, text, date), victims_enquiries_of(uuid), victims_enquiries_called(uuid[])
  FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION victims_enquired(uuid), victims_enquire(uuid, uuid, text, date), victims_enquiries_of(uuid), victims_enquiries_called(uuid[])
  TO throughcare_web, throughcare_worker;
