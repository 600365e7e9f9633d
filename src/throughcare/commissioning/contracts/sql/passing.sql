-- How everything that a provider's team has passes on one day: said by two people of its buyer's, or rehearsed and undone.

-- Whether the viewer confirms, as a second person of the buyer's team, what another proposed of an agreement last, to the letter.
CREATE OR REPLACE FUNCTION contracts_seconds(proposal uuid, agreed uuid, what text, of_ground text, ends date, receiver uuid, by_way text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT may(END_AGREEMENT) AND contracts_buys(agreed) AND EXISTS (SELECT 1 FROM contracts_proposal p WHERE p.id = proposal AND p.agreement_id = agreed AND p.kind = what
      AND p.ground = of_ground AND p.last_day IS NOT DISTINCT FROM ends AND p.to_unit IS NOT DISTINCT FROM receiver AND p.way = by_way
      AND NOT access_same_somebody(p.member_id, app_member())
      AND NOT EXISTS (SELECT 1 FROM contracts_proposal n WHERE n.agreement_id = agreed AND n.kind = what AND (n.at, n.id) > (p.at, p.id)))
$$;

-- What a team has in every context, by kind and row alone.
CREATE OR REPLACE FUNCTION contracts_held(team uuid) RETURNS TABLE (kind text, item uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT * FROM supervision_held(team) UNION ALL SELECT * FROM interventions_held(team) UNION ALL SELECT * FROM programmes_held(team)
    UNION ALL SELECT * FROM unpaid_work_held(team) UNION ALL SELECT * FROM accommodation_held(team)
    UNION ALL SELECT * FROM helpers_held(team)
$$;

-- Passes everything that an agreement's provider has to another team, by the act of each context. Without a proposal it is a rehearsal, and undone
-- here whatever becomes of the rest; with one, another person proposed it and the agreement is over. Answers what each team has then, what is the
-- answering team's to fill, which cases passed and whose holders went, and how many people the new team could not see.
CREATE OR REPLACE FUNCTION contracts_pass(agreed uuid, receiver uuid, by_way text, said text, owed_on date, proposal uuid) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  giver uuid := (SELECT a.provider_unit FROM contracts_agreement a WHERE a.id = agreed);
  roles uuid[];
  cases record;
  people uuid[];
  found jsonb;
BEGIN
  IF NOT may(END_AGREEMENT) OR NOT contracts_buys(agreed) OR giver = receiver OR receiver = app_unit() OR receiver = ANY (app_units()) OR (proposal IS NOT NULL
      AND (NOT contracts_seconds(proposal, agreed, 'hand-over', '', NULL, receiver, by_way)
        OR NOT EXISTS (SELECT 1 FROM contracts_ending n WHERE n.agreement_id = agreed AND n.last_day <= (app_at() AT TIME ZONE 'Europe/London')::date)
        OR EXISTS (SELECT 1 FROM contracts_handover h WHERE h.agreement_id = agreed AND NOT h.rehearsal))) THEN
    RAISE insufficient_privilege USING MESSAGE = 'everything passes by two people of the buyer''s team, once the agreement is over, to a team that is not theirs';
  END IF;
  BEGIN
    roles := ARRAY(SELECT h.item FROM supervision_held(giver) h WHERE h.kind = 'role in a case');
    people := interventions_people_with(giver);
    SELECT * INTO cases FROM supervision_pass(giver, receiver, said);
    PERFORM interventions_hand_over(giver, receiver, said, owed_on);
    people := people || cases.people || programmes_pass(giver, receiver, said) || unpaid_work_pass(giver, receiver)
      || accommodation_pass(giver, receiver, said) || helpers_pass(giver, receiver, said);
    found := jsonb_build_object(
      'giver', (SELECT coalesce(jsonb_agg(jsonb_build_array(h.kind, h.item)), '[]') FROM contracts_held(giver) h),
      'receiver', (SELECT coalesce(jsonb_agg(jsonb_build_array(h.kind, h.item)), '[]') FROM contracts_held(receiver) h),
      'to_fill', (SELECT coalesce(jsonb_agg(f), '[]') FROM supervision_roles_to_fill(roles) f),
      'cases', to_jsonb(cases.cases), 'tenures', to_jsonb(cases.tenures), 'left_in', to_jsonb(cases.left_in),
      'people', (SELECT count(DISTINCT p) FROM unnest(people) p),
      'unseen', (SELECT count(*) FROM (SELECT DISTINCT p FROM unnest(people) p) d WHERE NOT access_unit_sees(receiver, d.p)));
    IF proposal IS NULL THEN
      RAISE EXCEPTION USING ERRCODE = 'TC001', MESSAGE = 'rehearsed';
    END IF;
  EXCEPTION WHEN SQLSTATE 'TC001' THEN
    NULL;
  END;
  RETURN found;
END $$;

REVOKE ALL ON FUNCTION contracts_seconds(uuid, uuid, text, text, date, uuid, text), contracts_held(uuid), contracts_pass(uuid, uuid, text, text, date, uuid)
  FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION contracts_seconds(uuid, uuid, text, text, date, uuid, text), contracts_pass(uuid, uuid, text, text, date, uuid) TO throughcare_web, throughcare_worker;
