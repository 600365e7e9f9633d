-- What those who keep members, walls and agreements may write, asked by policies and by contexts above.

-- Whether an account is the viewer's own.
CREATE OR REPLACE FUNCTION access_is_mine(account uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM access_membership m WHERE m.id = app_member() AND m.account_id = account)
$$;

-- Whether a wall was asked down by whom its row says, and that is somebody else than the viewer under any hat: it is asked
-- of the row as it stood before it is changed.
CREATE OR REPLACE FUNCTION access_may_take_down(wall uuid, asked_by uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT w.asked_down_by = asked_by AND NOT access_same_somebody(w.asked_down_by, app_member())
    FROM access_ethicalwall w WHERE w.id = wall), false)
$$;

-- Whether a membership is of an account; whether an account belongs to a team now; asked within functions of contexts above.
CREATE OR REPLACE FUNCTION access_is_of(member uuid, account uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM access_membership m WHERE m.id = member AND m.account_id = account)
$$;
CREATE OR REPLACE FUNCTION access_belongs(account uuid, unit uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM access_membership m WHERE m.account_id = account AND m.unit_id = unit AND m.during @> app_at())
$$;
-- Whether a membership is in force now and of a team; and whether its role carries a permission there.
CREATE OR REPLACE FUNCTION access_wears_now(member uuid, unit uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM access_membership m WHERE m.id = member AND m.unit_id = unit AND m.during @> app_at())
$$;
CREATE OR REPLACE FUNCTION access_member_may(member uuid, unit uuid, permission text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM access_membership m JOIN access_role_reach r ON r.role = m.role
    WHERE m.id = member AND m.unit_id = unit AND m.during @> app_at() AND permission = ANY (r.permissions))
$$;
-- The viewer's account, whichever of its hats is worn.
CREATE OR REPLACE FUNCTION access_my_account() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.account_id FROM access_membership m WHERE m.id = app_member()
$$;
-- Memberships of one account in teams of both sides, where both lasted within a time, whether at once or not.
CREATE OR REPLACE FUNCTION access_on_both_sides(one_side uuid[], other_side uuid[], since timestamptz, until timestamptz)
RETURNS TABLE (one uuid, other uuid, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.id, o.id, greatest(lower(m.during), lower(o.during), since) FROM access_membership m JOIN access_membership o ON o.account_id = m.account_id
    WHERE m.unit_id = ANY (one_side) AND o.unit_id = ANY (other_side) AND m.during && tstzrange(since, until) AND o.during && tstzrange(since, until)
$$;
CREATE OR REPLACE FUNCTION access_account_in(account uuid, units uuid[], since timestamptz, until timestamptz)
RETURNS TABLE (other uuid, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.id, greatest(lower(m.during), since) FROM access_membership m
    WHERE m.account_id = account AND m.unit_id = ANY (units) AND m.during && tstzrange(since, until)
$$;
-- Whether an account belonged to a body at any time since an instant.
CREATE OR REPLACE FUNCTION access_worked_in(account uuid, body uuid, since timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM access_membership m JOIN access_unit u ON u.id = m.unit_id
    WHERE m.account_id = account AND u.organisation_id = body AND m.during && tstzrange(since, app_at(), '[]'))
$$;
-- What a membership is called.
CREATE OR REPLACE FUNCTION access_called(membership uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.name::text FROM access_membership m WHERE m.id = membership
$$;
REVOKE ALL ON FUNCTION access_called(uuid), access_worked_in(uuid, uuid, timestamptz) FROM PUBLIC, throughcare_web, throughcare_worker;
-- What each role may do, as the database has it.
CREATE OR REPLACE FUNCTION access_permitted() RETURNS TABLE (role text, permission text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.role, p FROM access_role_reach r, unnest(r.permissions) p
$$;
REVOKE ALL ON FUNCTION access_on_both_sides(uuid[], uuid[], timestamptz, timestamptz),
  access_account_in(uuid, uuid[], timestamptz, timestamptz), access_permitted() FROM PUBLIC, throughcare_web, throughcare_worker;
REVOKE ALL ON FUNCTION access_wears_now(uuid, uuid), access_member_may(uuid, uuid, text), access_is_of(uuid, uuid), access_belongs(uuid, uuid), access_my_account()
  FROM PUBLIC, throughcare_web, throughcare_worker;

-- Which organisation shares with which for a purpose now, and since when.
CREATE OR REPLACE FUNCTION access_agreed(for_what text) RETURNS TABLE (shared_by uuid, shared_with uuid, since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.shared_by_id, s.shared_with_id, lower(s.during) FROM access_sharingagreement s
    WHERE s.purpose = for_what AND s.during @> app_at()
$$;

-- Whether the viewer is shown a part of a person's record, asked as whoever looks, of their own units' grants.
CREATE OR REPLACE FUNCTION access_shows(person uuid, part text) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM public.access_grant g WHERE g.person_id = person
    AND g.unit_id = ANY ((SELECT public.app_units())::uuid[]) AND g.parts && ARRAY[part, 'everything']::varchar[] AND g.during @> (SELECT public.app_at()))
$$;
-- Whether the viewer sees a person for something else than one purpose, asked as whoever looks, of their own units' grants.
CREATE OR REPLACE FUNCTION access_sees_otherwise(person uuid, for_what text) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM public.access_grant g WHERE g.person_id = person
    AND g.unit_id = ANY ((SELECT public.app_units())::uuid[]) AND g.purpose <> for_what AND g.during @> (SELECT public.app_at()))
$$;
REVOKE ALL ON FUNCTION access_sees_otherwise(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_sees_otherwise(uuid, text) TO throughcare_web, throughcare_worker;

REVOKE ALL ON FUNCTION access_shows(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_shows(uuid, text) TO throughcare_web, throughcare_worker;

REVOKE ALL ON FUNCTION access_agreed(text), access_is_mine(uuid), access_may_take_down(uuid, uuid)
  FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION access_is_mine(uuid), access_may_take_down(uuid, uuid) TO throughcare_web, throughcare_worker;

-- Refuses a change that says somebody else did it, or that it was done at another time: of whoever changes rows under the walls,
-- and not of the functions that act as the owner, which say so themselves.
CREATE OR REPLACE FUNCTION access_untrue() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF current_user IN ('throughcare_web', 'throughcare_worker') THEN
    RAISE EXCEPTION 'row-level security: what is done to a row of % later says who does it, and when', TG_TABLE_NAME USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION access_untrue() FROM PUBLIC;
