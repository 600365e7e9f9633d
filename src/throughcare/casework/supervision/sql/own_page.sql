-- What a person's own page asks of a case, within functions that have asked whose page it is: nobody else may call these.

-- Whether a case is open, of somebody who is not recorded as dead.
CREATE OR REPLACE FUNCTION supervision_has_own_page(the_case uuid, whose uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM supervision_case k WHERE k.id = the_case AND k.person_id = whose AND k.closed_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM people_death_of(whose) d WHERE d.withdrawn_at IS NULL)
$$;

-- The appointments of a case that stand and are still to come: when, how, where and by whom they are held, and nothing else of them.
CREATE OR REPLACE FUNCTION supervision_ahead_of(the_case uuid)
RETURNS TABLE (starts_at timestamptz, kind text, place text, held_by uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.starts_at, a.kind::text, a.place::text, a.held_by FROM supervision_appointment a
    WHERE a.case_id = the_case AND a.called_off_at IS NULL AND a.starts_at >= app_at() ORDER BY a.starts_at, a.id LIMIT 50
$$;

-- How much of a requirement is done, in its own unit, by the contacts that stand; nought where none counted.
CREATE OR REPLACE FUNCTION supervision_done_towards(requirement uuid) RETURNS numeric
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(sum(c.done), 0) FROM supervision_contact c WHERE c.requirement_id = requirement
    AND NOT EXISTS (SELECT 1 FROM supervision_contact l WHERE l.corrects_id = c.id)
$$;
REVOKE ALL ON FUNCTION supervision_has_own_page(uuid, uuid), supervision_ahead_of(uuid), supervision_done_towards(uuid)
  FROM PUBLIC, throughcare_web, throughcare_worker;
