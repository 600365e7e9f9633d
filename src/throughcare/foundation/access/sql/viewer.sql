-- Who is looking: set once for each transaction, read once for each query.
CREATE TABLE IF NOT EXISTS access_role_reach (role text PRIMARY KEY, reach text NOT NULL, permissions text[] NOT NULL);
REVOKE ALL ON access_role_reach FROM PUBLIC;
CREATE TABLE IF NOT EXISTS access_purpose_parts (purpose text PRIMARY KEY, parts text[] NOT NULL);
REVOKE ALL ON access_purpose_parts FROM PUBLIC;

CREATE OR REPLACE FUNCTION app_member() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT nullif(current_setting('app.member', true), '')::uuid $$;
CREATE OR REPLACE FUNCTION app_unit() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT nullif(current_setting('app.unit', true), '')::uuid $$;
CREATE OR REPLACE FUNCTION app_organisation() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT nullif(current_setting('app.organisation', true), '')::uuid $$;
CREATE OR REPLACE FUNCTION app_units() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT coalesce(nullif(current_setting('app.units', true), ''), '{}')::uuid[] $$;
CREATE OR REPLACE FUNCTION app_walled() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT coalesce(nullif(current_setting('app.walled', true), ''), '{}')::uuid[] $$;
CREATE OR REPLACE FUNCTION app_barred() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT coalesce(nullif(current_setting('app.barred', true), ''), '{}')::uuid[] $$;
CREATE OR REPLACE FUNCTION app_permissions() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT coalesce(nullif(current_setting('app.permissions', true), ''), '{}')::text[] $$;
CREATE OR REPLACE FUNCTION app_role() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT coalesce(current_setting('app.role', true), '') $$;
CREATE OR REPLACE FUNCTION app_at() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT nullif(current_setting('app.at', true), '')::timestamptz $$;

-- Opens the session of one member for the running transaction; nothing is set when they are no member then.
CREATE OR REPLACE FUNCTION access_open_session(who uuid, at_instant timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  their record;
  reached uuid[];
  barred uuid[];
  walled uuid[];
BEGIN
  -- Under a clock that went back, sight that has ended would be open again, and true lines of the ledgers would look forged.
  IF audit_clock_went_back() THEN
    RAISE EXCEPTION 'the clock of the database went back' USING ERRCODE = '57T01';
  END IF;
  PERFORM set_config(name, '', true) FROM unnest(ARRAY['app.member', 'app.unit', 'app.units',
    'app.organisation', 'app.walled', 'app.barred', 'app.permissions', 'app.at', 'app.role']) AS name;
  PERFORM set_config('app.at', at_instant::text, true);
  SELECT m.id, m.account_id, m.role, m.unit_id, u.organisation_id, r.reach, r.permissions INTO their
    FROM access_membership m JOIN access_unit u ON u.id = m.unit_id JOIN access_role_reach r ON r.role = m.role
    WHERE m.id = who AND m.during @> at_instant;
  IF their.id IS NULL THEN
    RETURN false;
  END IF;
  IF their.reach = 'own unit' THEN
    reached := ARRAY[their.unit_id];
  ELSIF their.reach = 'unit and below' THEN
    WITH RECURSIVE below AS (
      SELECT u.id FROM access_unit u WHERE u.id = their.unit_id
      UNION SELECT u.id FROM access_unit u JOIN below b ON u.parent_id = b.id)
    SELECT array_agg(id) INTO reached FROM below;
  ELSE
    reached := '{}';
  END IF;
  SELECT coalesce(array_agg(DISTINCT person_id), '{}') INTO barred FROM (
    SELECT r.person_id FROM access_restriction r
      WHERE r.during @> at_instant AND NOT r.open_to @> to_jsonb(who::text)
    -- Kin are the account's, whichever of its hats declared them.
    UNION ALL SELECT k.person_id FROM access_kin k WHERE k.member_id = who
      OR k.member_id IN (SELECT h.id FROM access_membership h WHERE h.account_id = their.account_id)) AS closed;
  SELECT coalesce(array_agg(CASE WHEN w.one_side_id = their.organisation_id THEN w.other_side_id ELSE w.one_side_id END), '{}')
    INTO walled FROM access_ethicalwall w
    WHERE w.during @> at_instant AND their.organisation_id IN (w.one_side_id, w.other_side_id);
  PERFORM set_config('app.member', their.id::text, true), set_config('app.unit', their.unit_id::text, true),
    set_config('app.organisation', their.organisation_id::text, true), set_config('app.units', reached::text, true),
    set_config('app.walled', walled::text, true), set_config('app.barred', barred::text, true),
    set_config('app.permissions', their.permissions::text, true), set_config('app.at', at_instant::text, true),
    set_config('app.role', their.role, true);
  RETURN true;
END $$;

-- What each kind of cause says of who may see whom.
CREATE OR REPLACE FUNCTION access_caused(kind text, ids uuid[])
RETURNS TABLE (cause_id uuid, person_id uuid, unit_id uuid, shared_by uuid, during tstzrange, purpose text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  IF access_caused.kind IS NULL THEN
    RETURN;
/*CAUSES*/
  ELSE
    RAISE EXCEPTION 'no cause of grants is called %', kind;
  END IF;
END $$;

-- What of a record is opened: within an organisation all of it; to another, under an agreement, as much as the purpose opens, and
-- of that what the agreement does.
CREATE OR REPLACE FUNCTION access_parts_opened(for_what text, under uuid) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN under IS NULL THEN '{everything}' WHEN 'everything' = ANY (s.parts) THEN array_remove(coalesce(p.parts, '{}'), 'disruption')
        || CASE WHEN 'disruption' = ANY (s.parts) THEN ARRAY['disruption'] ELSE '{}' END
      WHEN 'everything' = ANY (p.parts) THEN s.parts::text[]
      ELSE ARRAY(SELECT part FROM unnest(p.parts) part WHERE part = ANY (s.parts)) END
    FROM (SELECT for_what AS purpose) asked LEFT JOIN access_purpose_parts p USING (purpose)
      LEFT JOIN access_sharingagreement s ON s.id = under
$$;

-- A grant is what its cause says it is: opens, changes and closes the grants of these causes to agree with them.
-- A unit of another organisation than the one that shares needs an agreement for the purpose, in force when the cause
-- begins, and sees no longer than it and those that go on from it last. An empty time closes whatever was open.
CREATE OR REPLACE FUNCTION access_derive_grants(kind text, ids uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  written integer;
BEGIN
  INSERT INTO access_grant (id, person_id, unit_id, purpose, cause_kind, cause_id, agreement_id, parts, during)
  SELECT gen_random_uuid(), c.person_id, c.unit_id, c.purpose, access_derive_grants.kind, c.cause_id, a.id, o.parts,
      c.during * coalesce(a.in_force, '(,)')
    FROM access_caused(access_derive_grants.kind, ids) c
    JOIN access_unit u ON u.id = c.unit_id
    LEFT JOIN LATERAL (SELECT s.id, (SELECT whole FROM unnest((SELECT range_agg(t.during) FROM access_sharingagreement t
          WHERE (t.shared_by_id, t.shared_with_id, t.purpose) = (s.shared_by_id, s.shared_with_id, s.purpose))) AS whole
          WHERE whole @> lower(c.during)) AS in_force
      FROM access_sharingagreement s WHERE s.shared_by_id = c.shared_by AND s.shared_with_id = u.organisation_id
        AND s.purpose = c.purpose AND s.during @> lower(c.during) LIMIT 1) a ON true
    CROSS JOIN LATERAL (SELECT access_parts_opened(c.purpose, a.id) AS parts) o
    WHERE c.shared_by IS NULL OR c.shared_by = u.organisation_id OR a.id IS NOT NULL OR isempty(c.during)
  ON CONFLICT (cause_id, cause_kind, unit_id, person_id) DO UPDATE
    SET during = excluded.during, purpose = excluded.purpose, agreement_id = excluded.agreement_id, parts = excluded.parts
    WHERE (access_grant.during, access_grant.purpose, access_grant.parts)
      IS DISTINCT FROM (excluded.during, excluded.purpose, excluded.parts);
  GET DIAGNOSTICS written = ROW_COUNT;
  RETURN written;
END $$;

-- What an agreement opened and was to close with it goes on under one that begins as it ends: for whoever may agree to share.
CREATE OR REPLACE FUNCTION access_go_on_sharing(agreement uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  cut record;
BEGIN
  FOR cut IN SELECT g.cause_kind AS kind, array_agg(DISTINCT g.cause_id) AS ids
      FROM access_sharingagreement fresh JOIN access_sharingagreement ended
        ON (ended.shared_by_id, ended.shared_with_id, ended.purpose) = (fresh.shared_by_id, fresh.shared_with_id, fresh.purpose)
      JOIN access_grant g ON g.agreement_id = ended.id AND upper(g.during) = lower(fresh.during)
      WHERE fresh.id = agreement AND may(MAKE_SHARING_AGREEMENT) GROUP BY g.cause_kind LOOP
    PERFORM access_derive_grants(cut.kind, cut.ids);
  END LOOP;
END $$;

-- Closes now what an agreement that has ended opened, unless another goes on from it: for whoever may agree to share.
CREATE OR REPLACE FUNCTION access_stop_sharing(agreement uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE access_grant g SET during = tstzrange(lower(g.during), greatest(lower(g.during), app_at()))
    FROM access_sharingagreement ended
    WHERE ended.id = agreement AND upper(ended.during) <= app_at() AND may(MAKE_SHARING_AGREEMENT)
      AND g.agreement_id = ended.id AND g.during && tstzrange(app_at(), NULL)
      AND NOT EXISTS (SELECT 1 FROM access_sharingagreement other WHERE other.during @> app_at()
        AND (other.shared_by_id, other.shared_with_id, other.purpose) = (ended.shared_by_id, ended.shared_with_id, ended.purpose))
$$;

-- Ends the grants that these causes once gave and no longer do: what a cause says is of another person now.
CREATE OR REPLACE FUNCTION access_end_strays(kind text, ids uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE access_grant g SET during = tstzrange(lower(g.during), greatest(lower(g.during), app_at()))
    WHERE g.cause_kind = access_end_strays.kind AND g.cause_id = ANY (ids) AND g.during && tstzrange(app_at(), NULL)
      AND NOT EXISTS (SELECT 1 FROM access_caused(access_end_strays.kind, ids) c
        WHERE (c.cause_id, c.unit_id, c.person_id) = (g.cause_id, g.unit_id, g.person_id))
$$;

-- Who sees whom, why and when, for the contexts above, within functions that say themselves who may know: a name for what is
-- published of the grants, which the planner sees through (no owner's rights and no settings of its own, or it would not).
CREATE OR REPLACE FUNCTION access_sight() RETURNS TABLE (id uuid, person_id uuid, unit_id uuid, purpose varchar,
  cause_kind varchar, during tstzrange)
LANGUAGE sql STABLE AS $$
  SELECT g.id, g.person_id, g.unit_id, g.purpose, g.cause_kind, g.during FROM public.access_grant g
$$;

-- What a unit is called.
CREATE OR REPLACE FUNCTION access_unit_called(unit uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT u.name::text FROM access_unit u WHERE u.id = unit
$$;
REVOKE ALL ON FUNCTION access_sight(), access_unit_called(uuid) FROM PUBLIC, throughcare_web, throughcare_worker;

-- Whether the viewer of this transaction may see a person: the same condition as every policy.
CREATE OR REPLACE FUNCTION access_may_see(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM access_grant g WHERE g.person_id = person
    AND g.unit_id = ANY (app_units()) AND g.during @> app_at()) AND NOT person = ANY (app_barred())
$$;

-- Whether somebody of a unit, or a lead above whose reach it lies in, sees a person now.
CREATE OR REPLACE FUNCTION access_unit_sees(unit uuid, person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH RECURSIVE below AS (
    SELECT unit AS id UNION SELECT u.id FROM access_unit u JOIN below b ON u.parent_id = b.id)
  SELECT EXISTS (SELECT 1 FROM access_grant g JOIN below b ON b.id = g.unit_id
    WHERE g.person_id = person AND g.during @> app_at())
$$;

-- Whether a unit has somebody now who holds a permission there: a member of it, or a lead above.
CREATE OR REPLACE FUNCTION access_unit_may(unit uuid, permission text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH RECURSIVE above AS (
    SELECT u.id, u.parent_id FROM access_unit u WHERE u.id = unit
    UNION SELECT u.id, u.parent_id FROM access_unit u JOIN above a ON a.parent_id = u.id)
  SELECT EXISTS (SELECT 1 FROM access_membership m JOIN above a ON a.id = m.unit_id JOIN access_role_reach r ON r.role = m.role
    WHERE permission = ANY (r.permissions) AND m.role <> 'service' AND m.during @> app_at()
      AND (m.unit_id = unit OR r.reach = 'unit and below'))
$$;

-- Whether a member belongs to a unit now, in a role that holds a permission.
CREATE OR REPLACE FUNCTION access_works_in(member uuid, unit uuid, permission text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM access_membership m JOIN access_role_reach r ON r.role = m.role
    WHERE m.id = member AND m.unit_id = unit AND m.during @> app_at() AND permission = ANY (r.permissions))
$$;

-- Whom to ask what needs sight of a person, where the unit that asks has none: a unit that has it now and somebody who may
-- answer; failing that the last that had it; the unit itself only where no other ever did.
CREATE OR REPLACE FUNCTION access_unit_to_ask(person uuid, asking uuid, permission text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT g.unit_id FROM access_grant g WHERE g.person_id = person AND g.unit_id <> asking
    AND NOT isempty(g.during) AND access_unit_may(g.unit_id, permission)
    ORDER BY g.during @> app_at() DESC, lower(g.during) DESC, g.id LIMIT 1), asking)
$$;

-- Which organisation a unit is of.
CREATE OR REPLACE FUNCTION access_organisation_of(unit uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT u.organisation_id FROM access_unit u WHERE u.id = unit
$$;

-- When the agreement began under which an organisation shares with the viewer's for a purpose now; null where there is none.
CREATE OR REPLACE FUNCTION access_shared_since(whose uuid, for_what text) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT lower(s.during) FROM access_sharingagreement s WHERE s.shared_by_id = whose AND s.shared_with_id = app_organisation()
    AND s.purpose = for_what AND s.during @> app_at()
$$;

-- Whether two memberships are one person's: an account under any of its hats is the same somebody.
CREATE OR REPLACE FUNCTION access_same_somebody(one uuid, other uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT one = other OR EXISTS (SELECT 1 FROM access_membership a JOIN access_membership b ON b.account_id = a.account_id
    WHERE a.id = one AND b.id = other)
$$;

-- Whether a membership is the viewer's own, under this hat or another: for whatever takes a second person.
CREATE OR REPLACE FUNCTION access_is_me(whose uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT coalesce(access_same_somebody(whose, app_member()), false) $$;

-- Who could see a person, which parts of their record, when and why: for those who may see the person themselves.
DROP FUNCTION IF EXISTS access_who_could_see(uuid);
CREATE FUNCTION access_who_could_see(person uuid)
RETURNS TABLE (unit_name text, organisation_name text, purpose text, cause_kind text, basis text, during tstzrange, parts text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT u.name, o.name, g.purpose, g.cause_kind, coalesce(s.basis, 'the organisation''s own'), g.during, g.parts
    FROM access_grant g JOIN access_unit u ON u.id = g.unit_id JOIN access_organisation o ON o.id = u.organisation_id
    LEFT JOIN access_sharingagreement s ON s.id = g.agreement_id
    WHERE g.person_id = person AND NOT isempty(g.during) AND access_may_see(person) ORDER BY lower(g.during) DESC, o.name, u.name
$$;

-- Whether a line of the audit is told to the viewer: what whoever keeps victims told did, and whom of, is told to those alone who do
-- the same in their own unit, or it would say that somebody has a victim who is kept told. Nor is it told who asked for a condition of a
-- licence: or a condition of which it tells nobody would be a victim's. The ledger itself has every line.
DROP FUNCTION IF EXISTS access_tells_of(text, uuid);
CREATE OR REPLACE FUNCTION access_tells_of(role_then text, unit_then uuid, act_then text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT (coalesce(role_then, '') <> 'victim liaison officer'
      OR (app_role() = 'victim liaison officer' AND coalesce(unit_then = app_unit(), false)))
    AND regexp_replace(coalesce(act_then, ''), '^.*:', '')
      NOT IN ('propose a condition of a licence', 'propose_condition', 'list_proposed_conditions', 'condition_to_propose')
$$;

-- Who looked at or acted on a person: for those who may see the person themselves.
CREATE OR REPLACE FUNCTION audit_looks_at(person uuid, most integer DEFAULT 200)
RETURNS TABLE (at timestamptz, kind text, act text, member_name text, role text, unit_name text, organisation_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.at, e.kind, e.act, m.name, e.role, u.name, o.name
    FROM audit_lines() e LEFT JOIN access_membership m ON m.id = e.member_id
    LEFT JOIN access_unit u ON u.id = e.unit_id LEFT JOIN access_organisation o ON o.id = e.organisation_id
    WHERE e.people @> ARRAY[person] AND access_may_see(person) AND access_tells_of(e.role, e.unit_id, e.act) ORDER BY e.at DESC LIMIT most
$$;

-- What was done in the viewer's own organisation, latest first, without the people it was done about: for those who read the audit.
-- Planned anew at each call, so that what was not asked for falls away and the index of what was is used.
CREATE OR REPLACE FUNCTION audit_done_here(of_kind text, by_member uuid, before uuid, most integer DEFAULT 50)
RETURNS TABLE (id uuid, at timestamptz, kind text, act text, member_id uuid, member_name text, role text, unit_name text,
  people integer, because text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
  here uuid := app_organisation();
  until uuid := coalesce(before, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
BEGIN
  IF NOT may(READ_AUDIT) THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT e.id, e.at, e.kind::text, e.act::text, e.member_id, m.name::text, e.role::text, u.name::text, cardinality(e.people), e.because
    FROM (SELECT * FROM audit_lines() l WHERE l.organisation_id = here AND l.id < until
        AND (of_kind = '' OR l.kind = of_kind) AND (by_member IS NULL OR l.member_id = by_member)
        AND access_tells_of(l.role, l.unit_id, l.act)
        ORDER BY l.id DESC LIMIT least(most, 200)) e
      LEFT JOIN access_membership m ON m.id = e.member_id LEFT JOIN access_unit u ON u.id = e.unit_id
    ORDER BY e.id DESC;
END $$;

-- How often the viewer, under any of their hats, did something since an instant.
CREATE OR REPLACE FUNCTION audit_done_by_me(what text, since timestamptz) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*)::integer FROM audit_lines() e WHERE e.kind = 'did' AND e.act = what AND e.at > since
    AND e.member_id IN (SELECT app_member() UNION SELECT o.id FROM access_membership m
      JOIN access_membership o ON o.account_id = m.account_id WHERE m.id = app_member())
$$;

-- Whom the viewer opened lately, the latest first, by the record of looks: only what was about one person, and only the viewer's own.
CREATE OR REPLACE FUNCTION audit_opened_by_me(since timestamptz, but_not text[], most integer) RETURNS TABLE (person uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT l.person FROM (SELECT e.people[1] AS person, e.at FROM audit_lines() e
      WHERE e.member_id = app_member() AND e.at > since AND e.kind = 'looked' AND cardinality(e.people) = 1 AND e.act <> ALL (but_not)
      ORDER BY e.at DESC LIMIT 500) l
    GROUP BY l.person ORDER BY max(l.at) DESC LIMIT least(most, 50)
$$;

-- Who of the viewer's organisation was stopped for doing something too often since an instant: for those who read the audit.
CREATE OR REPLACE FUNCTION audit_stopped_here(said text, since timestamptz)
RETURNS TABLE (member_name text, act text, stopped integer, done integer, people integer, last timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.name, s.act, s.stopped, d.done, d.people, s.last
    FROM (SELECT e.member_id, e.act::text, count(*)::integer AS stopped, max(e.at) AS last FROM audit_lines() e
        WHERE e.organisation_id = app_organisation() AND e.kind = 'refused' AND e.because LIKE said AND e.at > since
          AND may(READ_AUDIT) AND access_tells_of(e.role, e.unit_id, e.act) GROUP BY 1, 2) s
      JOIN access_membership m ON m.id = s.member_id
      CROSS JOIN LATERAL (SELECT count(DISTINCT x.id)::integer AS done, count(DISTINCT p)::integer AS people
        FROM audit_lines() x LEFT JOIN LATERAL unnest(x.people) p ON true
        WHERE x.member_id = s.member_id AND x.kind = 'did' AND x.act = s.act AND x.at > since) d
    ORDER BY s.last DESC
$$;

-- Whoever was kept from a record that is merged is kept from the one that stands: their kin is their kin, and of a
-- restriction only those to whom both records were open (the doer is one of them) are let in. Answers what it made.
CREATE OR REPLACE FUNCTION access_close_as_merged(survivor uuid, merged uuid) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  kept access_restriction;
  gone access_restriction;
  made jsonb;
BEGIN
  WITH declared AS (INSERT INTO access_kin (id, member_id, person_id, declared_at)
      SELECT gen_random_uuid(), k.member_id, survivor, app_at() FROM access_kin k WHERE k.person_id = merged
      ON CONFLICT ON CONSTRAINT kin_declared_once DO NOTHING RETURNING id)
    SELECT jsonb_build_object('kin_made', coalesce(jsonb_agg(id), '[]')) INTO made FROM declared;
  SELECT * INTO gone FROM access_restriction r WHERE r.person_id = merged AND r.during @> app_at();
  SELECT * INTO kept FROM access_restriction r WHERE r.person_id = survivor AND r.during @> app_at();
  IF gone.id IS NULL THEN
    RETURN made;
  ELSIF kept.id IS NULL THEN
    kept.id := gen_random_uuid();
    INSERT INTO access_restriction (id, person_id, because, open_to, during)
      VALUES (kept.id, survivor, gone.because, gone.open_to, tstzrange(app_at(), upper(gone.during)));
    RETURN made || jsonb_build_object('restriction_made', kept.id);
  END IF;
  UPDATE access_restriction SET open_to = (SELECT coalesce(jsonb_agg(m ORDER BY m), '[]')
    FROM jsonb_array_elements(kept.open_to) m WHERE gone.open_to @> m) WHERE id = kept.id;
  RETURN made || jsonb_build_object('restriction_narrowed', kept.id, 'was_open_to', kept.open_to);
END $$;

-- Takes back what kept people from a record because of one merged into it; what was lifted since stays lifted. What was
-- said of the one record while it stood for both is said of each from now on.
CREATE OR REPLACE FUNCTION access_open_as_parted(made jsonb, survivor uuid, merged uuid, since timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM access_kin WHERE id IN (SELECT jsonb_array_elements_text(made->'kin_made')::uuid);
  UPDATE access_restriction SET during = tstzrange(lower(during), greatest(lower(during), app_at()))
    WHERE id = (made->>'restriction_made')::uuid AND during @> app_at();
  UPDATE access_restriction SET open_to = made->'was_open_to'
    WHERE id = (made->>'restriction_narrowed')::uuid AND during @> app_at();
  INSERT INTO access_kin (id, member_id, person_id, declared_at)
    SELECT gen_random_uuid(), k.member_id, merged, k.declared_at FROM access_kin k
      WHERE k.person_id = survivor AND k.declared_at > since
    ON CONFLICT ON CONSTRAINT kin_declared_once DO NOTHING;
  INSERT INTO access_restriction (id, person_id, because, open_to, during)
    SELECT gen_random_uuid(), merged, r.because, r.open_to, tstzrange(app_at(), upper(r.during))
      FROM access_restriction r WHERE r.person_id = survivor AND r.during @> app_at() AND lower(r.during) > since
        AND NOT EXISTS (SELECT 1 FROM access_restriction o WHERE o.person_id = merged AND o.during @> app_at());
END $$;

-- Which members must not hold whose case: the record is closed to them, or they, under any of their hats, declared the person
-- kin. For functions of others that ask first who wants to know.
CREATE OR REPLACE FUNCTION access_barred_among(members uuid[], people uuid[])
RETURNS TABLE (member_id uuid, person_id uuid, kind text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH asked AS MATERIALIZED (SELECT m.id, m.account_id FROM access_membership m
      WHERE m.id = ANY (members) AND m.unit_id = ANY (app_units()))
  SELECT a.id, r.person_id, 'restricted' FROM access_restriction r CROSS JOIN asked a
    WHERE r.person_id = ANY (people) AND r.during @> app_at() AND NOT r.open_to @> to_jsonb(a.id::text)
  UNION
  SELECT a.id, k.person_id, 'conflict' FROM asked a
    JOIN access_membership h ON h.id = a.id OR h.account_id = a.account_id
    JOIN access_kin k ON k.member_id = h.id
    WHERE k.person_id = ANY (people)
$$;

-- Whether a record is closed at an instant to all but those named.
CREATE OR REPLACE FUNCTION access_restricted(person uuid, at_instant timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM access_restriction r WHERE r.person_id = person AND r.during @> at_instant)
$$;

-- Whether the viewer acts for the service itself: told to whoever asks, for it is of themselves.
CREATE OR REPLACE FUNCTION access_is_the_service() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM access_organisation o WHERE o.id = app_organisation() AND o.kind = 'system')
$$;

-- Which of these people, whom the viewer may see, somebody of the viewer's own unit has opened, by the name of the page.
CREATE OR REPLACE FUNCTION audit_opened_here(people uuid[], pages text[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT p FROM audit_lines() e, unnest(e.people) p
    WHERE e.kind = 'looked' AND e.unit_id = app_unit() AND e.act = ANY (pages) AND e.people && audit_opened_here.people
      AND p = ANY (audit_opened_here.people) AND access_may_see(p)
$$;

REVOKE ALL ON FUNCTION access_close_as_merged(uuid, uuid), access_open_as_parted(jsonb, uuid, uuid, timestamptz),
  access_barred_among(uuid[], uuid[]), access_restricted(uuid, timestamptz), access_is_the_service(),
  audit_opened_here(uuid[], text[]) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION access_is_the_service() TO throughcare_web, throughcare_worker;

REVOKE ALL ON FUNCTION access_stop_sharing(uuid), access_organisation_of(uuid), access_shared_since(uuid, text), audit_done_by_me(text, timestamptz), audit_opened_by_me(timestamptz, text[], integer), audit_stopped_here(text, timestamptz), access_unit_sees(uuid, uuid), access_unit_may(uuid, text), access_works_in(uuid, uuid, text), access_tells_of(text, uuid, text), access_unit_to_ask(uuid, uuid, text),
  access_same_somebody(uuid, uuid), access_is_me(uuid), access_open_session(uuid, timestamptz), access_caused(text, uuid[]), access_derive_grants(text, uuid[]), access_parts_opened(text, uuid),
  access_go_on_sharing(uuid), access_end_strays(text, uuid[]), access_may_see(uuid), access_who_could_see(uuid), audit_looks_at(uuid, integer),
  audit_done_here(text, uuid, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_stop_sharing(uuid), access_is_me(uuid), audit_done_by_me(text, timestamptz), audit_opened_by_me(timestamptz, text[], integer), audit_stopped_here(text, timestamptz), access_open_session(uuid, timestamptz), access_derive_grants(text, uuid[]), access_go_on_sharing(uuid),
  access_may_see(uuid), access_who_could_see(uuid), audit_looks_at(uuid, integer), audit_done_here(text, uuid, uuid, integer) TO throughcare_web, throughcare_worker;
