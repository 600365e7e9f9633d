-- All that a team has of places to live passes to another team on one day: premises with their beds and the nights they are lost, applications
-- as they stand, and stays. Called within a hand-over that two people of a buyer's side said: nobody may execute it. Answers whose they are.
CREATE OR REPLACE FUNCTION accommodation_pass(giver uuid, receiver uuid, said text) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  body uuid := access_organisation_of(receiver);
  today date := (app_at() AT TIME ZONE 'Europe/London')::date;
  which uuid[] := ARRAY(SELECT a.id FROM accommodation_application a WHERE a.to_unit = giver AND a.ended_at IS NULL ORDER BY a.id FOR UPDATE);
  stays uuid[] := ARRAY(SELECT s.id FROM accommodation_stay s WHERE s.unit_id = giver AND upper_inf(s.during) ORDER BY s.id FOR UPDATE);
BEGIN
  -- A name that the other body has given to premises of its own is told apart.
  UPDATE accommodation_premises p SET unit_id = receiver, organisation_id = body, version = p.version + 1,
      name = CASE WHEN EXISTS (SELECT 1 FROM accommodation_premises o WHERE o.organisation_id = body AND o.name = p.name AND o.id <> p.id)
        THEN left(p.name, 90) || ' (' || left(p.id::text, 4) || ')' ELSE p.name END WHERE p.unit_id = giver;
  UPDATE accommodation_bed b SET unit_id = receiver WHERE b.unit_id = giver;
  -- Nights that a bed was lost before today were lost by the team that leaves, those from today on by the other: one row for each.
  UPDATE accommodation_void v SET unit_id = receiver WHERE v.unit_id = giver AND lower(v.nights) >= today;
  WITH cut AS (UPDATE accommodation_void v SET nights = daterange(lower(v.nights), today), ended_because = left(said, 300)
      FROM accommodation_void b WHERE b.id = v.id AND v.unit_id = giver AND v.nights @> today RETURNING v.bed_id, b.nights AS whole, v.reason, b.ended_because)
    INSERT INTO accommodation_void (id, unit_id, bed_id, nights, reason, ended_because, at, member_id)
      SELECT gen_random_uuid(), receiver, c.bed_id, daterange(today, upper(c.whole)), c.reason, c.ended_because, app_at(), app_member() FROM cut c;
  UPDATE accommodation_application a SET to_unit = receiver, version = a.version + 1, sight = tstzrange(app_at(), NULL),
      shared_by = (SELECT nullif(k.organisation_id, body) FROM supervision_open_as(a.case_id, a.person_id) k) WHERE a.id = ANY (which);
  PERFORM accommodation_tell(which, '', said);
  INSERT INTO accommodation_passing (id, person_id, stay_id, left_unit, at, member_id)
    SELECT gen_random_uuid(), s.person_id, s.id, giver, app_at(), app_member() FROM accommodation_stay s WHERE s.id = ANY (stays);
  UPDATE accommodation_stay s SET unit_id = receiver, during = tstzrange(app_at(), NULL), shared_by = a.shared_by
    FROM accommodation_application a WHERE a.id = s.application_id AND s.id = ANY (stays);
  PERFORM access_end_strays('accommodation', which);
  PERFORM access_derive_grants('accommodation', which);
  PERFORM access_end_strays('stay', stays);
  PERFORM access_derive_grants('stay', stays);
  RETURN ARRAY(SELECT a.person_id FROM accommodation_application a WHERE a.id = ANY (which)
    UNION SELECT s.person_id FROM accommodation_stay s WHERE s.id = ANY (stays));
END $$;

REVOKE ALL ON FUNCTION accommodation_pass(uuid, uuid, text) FROM PUBLIC, throughcare_web, throughcare_worker;
