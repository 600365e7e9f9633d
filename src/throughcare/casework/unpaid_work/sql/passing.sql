-- All that a team has of unpaid work passes to another team on one day, each thing as it stands: hours with their turns and places, projects,
-- and what the public asked for. Called within a hand-over that two people of a buyer's side said: nobody may execute it. Answers whose hours.
CREATE OR REPLACE FUNCTION unpaid_work_pass(giver uuid, receiver uuid) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  which uuid[] := ARRAY(SELECT w.id FROM unpaid_work_work w WHERE w.to_unit = giver AND w.ended_at IS NULL ORDER BY w.id FOR UPDATE);
BEGIN
  INSERT INTO unpaid_work_passing (id, person_id, work_id, left_unit, at, member_id)
    SELECT gen_random_uuid(), w.person_id, w.id, giver, app_at(), app_member() FROM unpaid_work_work w WHERE w.id = ANY (which);
  UPDATE unpaid_work_work w SET to_unit = receiver, version = w.version + 1, shared_by = coalesce((SELECT access_organisation_of(k.unit_id)
      FROM supervision_teams_answering(ARRAY[w.case_id]) k), w.shared_by) WHERE w.id = ANY (which);
  UPDATE unpaid_work_work w SET from_unit = k.unit_id, version = w.version + 1
    FROM supervision_teams_answering(ARRAY(SELECT o.case_id FROM unpaid_work_work o WHERE o.from_unit = giver AND o.ended_at IS NULL)) k
    WHERE w.case_id = k.case_id AND w.from_unit = giver AND w.ended_at IS NULL;
  UPDATE unpaid_work_project p SET unit_id = receiver, version = p.version + 1
    WHERE p.unit_id = giver AND p.closed_at IS NULL AND p.state IN ('nominated', 'approved');
  UPDATE unpaid_work_publicask a SET unit_id = receiver, version = a.version + 1
    WHERE a.unit_id = giver AND a.project_id IS NULL AND a.set_aside_at IS NULL;
  PERFORM access_end_strays('unpaid work', which);
  PERFORM access_derive_grants('unpaid work', which);
  RETURN ARRAY(SELECT w.person_id FROM unpaid_work_work w WHERE w.id = ANY (which));
END $$;

REVOKE ALL ON FUNCTION unpaid_work_pass(uuid, uuid) FROM PUBLIC, throughcare_web, throughcare_worker;
