-- Whether an intention may stand approved so: nobody approved it, whoever did it before, or the viewer, who under no hat wrote any of it.
CREATE OR REPLACE FUNCTION needs_approved_well(intention uuid, approver uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT approver IS NULL OR EXISTS (SELECT 1 FROM needs_intention i WHERE i.id = intention AND (i.approved_by = approver
    OR approver = app_member() AND NOT access_same_somebody(i.member_id, approver)
      AND NOT EXISTS (SELECT 1 FROM needs_intentionstep s WHERE s.intention_id = i.id AND s.was = s.became
        AND access_same_somebody(s.member_id, approver))))
$$;

-- Whether the viewer, who under no hat wrote any of an intention, may tell what came of it.
CREATE OR REPLACE FUNCTION needs_wrote_none(intention uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM needs_intention i WHERE i.id = intention AND NOT access_same_somebody(i.member_id, app_member())
    AND NOT EXISTS (SELECT 1 FROM needs_intentionstep s WHERE s.intention_id = i.id AND s.was = s.became
      AND access_same_somebody(s.member_id, app_member())))
$$;

REVOKE ALL ON FUNCTION needs_approved_well(uuid, uuid), needs_wrote_none(uuid) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION needs_approved_well(uuid, uuid), needs_wrote_none(uuid) TO throughcare_web, throughcare_worker;
