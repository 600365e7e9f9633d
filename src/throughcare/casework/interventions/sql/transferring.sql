-- A referral passes to another provider as it stands: the row stays, with every step, and one team has it at every instant.

-- Passes referrals to a team, and to another service where one is given: the sight of the team that had each ends, that of the
-- team that has it begins, and the step keeps whose it was. Who works on it is the new team's to say. Called by the two acts below alone. Answers how many can be seen there.
CREATE OR REPLACE FUNCTION interventions_move(which uuid[], to_service uuid, receiver uuid, said text, owed_on date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO interventions_referralstep (id, person_id, referral_id, kind, at, member_id, organisation_id, reason, absence, evidence, note, goals,
      outcomes, left_unit, left_service)
    SELECT gen_random_uuid(), r.person_id, r.id, 'transferred', app_at(), app_member(), app_organisation(), '', '', '', said, '{}', '{}',
        r.to_unit, r.service_id
      FROM interventions_referral r WHERE r.id = ANY (which);
  UPDATE interventions_referral r SET sight = tstzrange(lower(r.sight), greatest(app_at(), lower(r.sight))) WHERE r.id = ANY (which);
  PERFORM access_derive_grants('referral', which);
  UPDATE interventions_referral r SET service_id = coalesce(to_service, r.service_id), to_unit = receiver, worker = NULL,
      shared_by = (SELECT nullif(k.organisation_id, access_organisation_of(receiver)) FROM supervision_open_as(r.case_id, r.person_id) k),
      sight = tstzrange(app_at(), NULL), version = r.version + 1,
      due = CASE WHEN (r.state = 'accepted' AND r.due_by_provider) OR (r.state = 'delivering' AND r.due IN ('', 'given to a worker'))
        THEN 'given to a worker' ELSE r.due END,
      due_on = CASE WHEN (r.state = 'accepted' AND r.due_by_provider) OR (r.state = 'delivering' AND r.due IN ('', 'given to a worker'))
        THEN owed_on ELSE r.due_on END
    WHERE r.id = ANY (which);
  RETURN access_derive_grants('referral', which);
END $$;

-- Passes one open referral to another service: for the team that answers for the case or sent it. Whether that service's team may see.
CREATE OR REPLACE FUNCTION interventions_transfer(referral uuid, to_service uuid, said text, owed_on date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  receiver uuid;
BEGIN
  SELECT s.unit_id INTO receiver FROM interventions_service s WHERE s.id = to_service;
  IF receiver IS NULL OR NOT may(REFER_TO_SERVICE) OR NOT EXISTS (
      SELECT 1 FROM interventions_referral r, supervision_open_as(r.case_id, r.person_id) k WHERE r.id = referral AND r.ended_at IS NULL
        AND access_may_see(r.person_id) AND (k.unit_id = ANY (app_units())
          OR (r.from_unit = ANY (app_units()) AND supervision_part_in(r.case_id, r.person_id) AND NOT receiver = ANY (app_units())))) THEN
    RAISE insufficient_privilege USING MESSAGE = 'a referral is passed on by the team that sent it or answers for the case';
  END IF;
  RETURN interventions_move(ARRAY[referral], to_service, receiver, said, owed_on) > 0;
END $$;

-- Passes to one team every service that another receives for and every open referral that it has, for whoever keeps the catalogue.
-- Answers how many referrals passed, and how many the team that has them now may see.
CREATE OR REPLACE FUNCTION interventions_hand_over(giver uuid, receiver uuid, said text, owed_on date)
RETURNS TABLE (services integer, passed integer, seen integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  which uuid[];
BEGIN
  IF NOT may(KEEP_CATALOGUE) OR giver = receiver OR receiver = ANY (app_units()) THEN
    RAISE insufficient_privilege USING MESSAGE = 'a caseload is handed over by whoever keeps the catalogue, to a team that is not theirs';
  END IF;
  UPDATE interventions_service s SET unit_id = receiver, version = s.version + 1 WHERE s.unit_id = giver;
  GET DIAGNOSTICS services = ROW_COUNT;
  which := ARRAY(SELECT r.id FROM interventions_referral r WHERE r.to_unit = giver AND r.ended_at IS NULL ORDER BY r.id FOR UPDATE);
  passed := cardinality(which);
  seen := interventions_move(which, NULL, receiver, said, owed_on);
  RETURN NEXT;
END $$;

-- Whom a team has a referral of that goes on, for whoever passes everything that the team has.
CREATE OR REPLACE FUNCTION interventions_people_with(team uuid) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT ARRAY(SELECT r.person_id FROM interventions_referral r WHERE r.to_unit = team AND r.ended_at IS NULL)
$$;

REVOKE ALL ON FUNCTION interventions_people_with(uuid), interventions_move(uuid[], uuid, uuid, text, date), interventions_transfer(uuid, uuid, text, date),
  interventions_hand_over(uuid, uuid, text, date) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION interventions_transfer(uuid, uuid, text, date), interventions_hand_over(uuid, uuid, text, date)
  TO throughcare_web, throughcare_worker;
