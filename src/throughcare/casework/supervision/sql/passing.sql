-- All that a team has of cases passes to another team on one day: what it answers for, and the roles that its members hold. Called within the
-- hand-over that two people of a buyer's side said, and in no other way: nobody may execute it.

-- Which of these roles nobody holds and the team that answers for the case is to fill.
CREATE OR REPLACE FUNCTION supervision_roles_to_fill(roles uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT md5(g.case_id::text || ' ' || g.kind)::uuid FROM supervision_gap g WHERE upper_inf(g.during) AND md5(g.case_id::text || ' ' || g.kind)::uuid = ANY (roles)
$$;

-- Passes every open case, ends the roles of whoever is not of the team that takes it and those the giver's members hold in others' cases, and
-- opens a clock for each; an offer to another team is taken back, and a move for a time goes on. Answers which cases, roles and people.
CREATE OR REPLACE FUNCTION supervision_pass(giver uuid, receiver uuid, said text)
RETURNS TABLE (cases uuid[], tenures uuid[], left_in uuid[], people uuid[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  body uuid := access_organisation_of(receiver);
  answered uuid[];
  offers uuid[];
  jointly uuid[];
  cause text;
BEGIN
  cases := ARRAY(SELECT k.id FROM supervision_case k WHERE k.unit_id = giver AND k.closed_at IS NULL ORDER BY k.id FOR UPDATE);
  people := ARRAY(SELECT k.person_id FROM supervision_case k WHERE k.id = ANY (cases));
  tenures := ARRAY(SELECT t.id FROM supervision_tenure t WHERE upper_inf(t.during)
    AND (t.unit_id = giver OR (t.case_id = ANY (cases) AND t.unit_id <> receiver)) ORDER BY t.id FOR UPDATE);
  left_in := ARRAY(SELECT DISTINCT t.case_id FROM supervision_tenure t WHERE t.id = ANY (tenures));
  UPDATE supervision_tenure t SET during = tstzrange(lower(t.during), greatest(app_at(), lower(t.during))), ended_because = 'transferred'
    WHERE t.id = ANY (tenures);
  answered := ARRAY(SELECT r.id FROM supervision_responsibility r WHERE r.case_id = ANY (cases) AND upper_inf(r.during));
  UPDATE supervision_responsibility r SET during = tstzrange(lower(r.during), greatest(app_at(), lower(r.during))),
      sight = tstzrange(lower(r.sight), greatest(app_at(), lower(r.sight))) WHERE r.id = ANY (answered);
  WITH begun AS (INSERT INTO supervision_responsibility (id, person_id, case_id, organisation_id, unit_id, during, sight, because)
      SELECT gen_random_uuid(), k.person_id, k.id, body, receiver, tstzrange(app_at(), NULL), tstzrange(app_at(), NULL), left(said, 300)
        FROM supervision_case k WHERE k.id = ANY (cases) RETURNING id)
    SELECT answered || coalesce(array_agg(id), '{}') INTO answered FROM begun;
  UPDATE supervision_case k SET organisation_id = body, unit_id = receiver, version = k.version + 1 WHERE k.id = ANY (cases);
  UPDATE supervision_gap g SET unit_id = receiver WHERE g.case_id = ANY (cases) AND upper_inf(g.during);
  INSERT INTO supervision_gap (id, person_id, case_id, kind, unit_id, during, because)
    SELECT DISTINCT ON (t.case_id, t.kind) gen_random_uuid(), t.person_id, t.case_id, t.kind, k.unit_id, tstzrange(app_at(), NULL), left(said, 200)
      FROM supervision_tenure t JOIN supervision_case k ON k.id = t.case_id AND k.closed_at IS NULL
      WHERE t.id = ANY (tenures) AND NOT EXISTS (SELECT 1 FROM supervision_gap g
        WHERE (g.case_id, g.kind) = (t.case_id, t.kind) AND upper_inf(g.during));
  offers := ARRAY(SELECT o.id FROM supervision_transfer o WHERE (o.state = 'offered' AND giver IN (o.from_unit, o.to_unit))
    OR (o.state = 'accepted' AND o.kind = 'temporary' AND giver = o.to_unit AND coalesce(upper(o.sight) > app_at(), true)));
  UPDATE supervision_transfer o SET state = CASE o.state WHEN 'offered' THEN 'withdrawn' ELSE 'returned' END,
      answered_at = CASE o.state WHEN 'offered' THEN app_at() ELSE o.answered_at END, answer = left(said, 300), version = o.version + 1,
      sight = tstzrange(lower(o.sight), greatest(lower(o.sight), least(app_at(), upper(o.sight)))) WHERE o.id = ANY (offers);
  UPDATE supervision_transfer o SET from_unit = receiver WHERE o.state = 'accepted' AND o.kind = 'temporary' AND o.from_unit = giver
    AND o.to_unit <> receiver AND o.case_id = ANY (cases);
  jointly := ARRAY(SELECT j.id FROM supervision_jointwork j WHERE j.case_id = ANY (cases) AND upper_inf(j.during) AND j.shared_by <> body);
  UPDATE supervision_jointwork j SET during = tstzrange(lower(j.during), greatest(app_at(), lower(j.during))) WHERE j.id = ANY (jointly);
  INSERT INTO supervision_timelineentry (id, person_id, case_id, at, kind, what, note, member_id, organisation_id)
    SELECT gen_random_uuid(), k.person_id, k.id, app_at(), 'transfer', 'Passed to another team with everything else', said, app_member(), app_organisation()
      FROM supervision_case k WHERE k.id = ANY (cases);
  FOREACH cause IN ARRAY ARRAY['iom cohort', 'mappa cohort'] LOOP
    PERFORM access_derive_grants(cause, jointly);
  END LOOP;
  PERFORM access_derive_grants('transfer', offers);
  PERFORM access_derive_grants('tenure', tenures);
  PERFORM access_derive_grants('responsibility', answered);
  RETURN NEXT;
END $$;

REVOKE ALL ON FUNCTION supervision_roles_to_fill(uuid[]), supervision_pass(uuid, uuid, text)
  FROM PUBLIC, throughcare_web, throughcare_worker;
