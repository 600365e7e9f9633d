-- Whether the viewer holds a victim's record: asked by policies, of rows that the viewer may not all read. Whoever left the team, or
-- wears another hat, holds nothing.
CREATE OR REPLACE FUNCTION victims_holds(of_victim uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT may(KEEP_VICTIMS_TOLD) AND EXISTS (SELECT 1 FROM victims_victim v JOIN victims_victimholder h ON h.victim_id = v.id
    WHERE v.id = of_victim AND v.unit_id = app_unit() AND h.member_id = app_member() AND h.ended_at IS NULL)
$$;

-- Makes whoever registered a victim the officer who leads on their record: in that very act, and never later.
CREATE OR REPLACE FUNCTION victims_begin(made uuid, of_victim uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT may(KEEP_VICTIMS_TOLD) OR NOT EXISTS (SELECT 1 FROM victims_victim v WHERE v.id = of_victim AND v.unit_id = app_unit()
      AND v.member_id = app_member() AND v.at = app_at())
      OR EXISTS (SELECT 1 FROM victims_victimholder h WHERE h.victim_id = of_victim) THEN
    RETURN false;
  END IF;
  INSERT INTO victims_victimholder (id, victim_id, member_id, leads, named_by, named_at)
    VALUES (made, of_victim, app_member(), true, app_member(), app_at());
  RETURN true;
END $$;

-- Names a colleague of the team on a record that the viewer holds: to read and check it, or to lead on it in the viewer's place. Nobody
-- names themselves. Whether it was done.
CREATE OR REPLACE FUNCTION victims_name(made uuid, of_victim uuid, whom uuid, to_lead boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT victims_holds(of_victim) OR whom = app_member()
      OR NOT access_works_in(whom, app_unit(), 'keep victims told') THEN
    RETURN false;
  END IF;
  IF to_lead THEN
    IF NOT EXISTS (SELECT 1 FROM victims_victimholder h WHERE h.victim_id = of_victim AND h.member_id = app_member()
        AND h.leads AND h.ended_at IS NULL) THEN
      RETURN false;
    END IF;
    UPDATE victims_victimholder h SET ended_at = app_at() WHERE h.victim_id = of_victim AND h.ended_at IS NULL
      AND (h.leads OR h.member_id = whom);
  END IF;
  INSERT INTO victims_victimholder (id, victim_id, member_id, leads, named_by, named_at)
    VALUES (made, of_victim, whom, to_lead, app_member(), app_at());
  RETURN true;
END $$;

-- Records of the viewer's team that nobody leads on any more, because whoever did has left: by id and the day since when, and nothing else.
CREATE OR REPLACE FUNCTION victims_left() RETURNS TABLE (victim_id uuid, covered_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT v.id, v.covered_id FROM victims_victim v WHERE may(KEEP_VICTIMS_TOLD) AND v.unit_id = app_unit() AND v.state <> 'ended'
    AND NOT EXISTS (SELECT 1 FROM victims_victimholder h WHERE h.victim_id = v.id AND h.leads AND h.ended_at IS NULL
      AND access_works_in(h.member_id, v.unit_id, 'keep victims told')) ORDER BY v.id
$$;

-- Takes on a record that nobody leads on any more. Whether it was done.
CREATE OR REPLACE FUNCTION victims_take(made uuid, of_victim uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM victims_victim v WHERE v.id = of_victim FOR UPDATE;
  IF NOT EXISTS (SELECT 1 FROM victims_left() l WHERE l.victim_id = of_victim) THEN
    RETURN false;
  END IF;
  UPDATE victims_victimholder h SET ended_at = app_at() WHERE h.victim_id = of_victim AND h.ended_at IS NULL
    AND (h.leads OR h.member_id = app_member());
  INSERT INTO victims_victimholder (id, victim_id, member_id, leads, named_by, named_at)
    VALUES (made, of_victim, app_member(), true, app_member(), app_at());
  RETURN true;
END $$;

-- How many records each member of the viewer's own team leads on that are not over.
CREATE OR REPLACE FUNCTION victims_led() RETURNS TABLE (member_id uuid, led integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT h.member_id, count(*)::integer FROM victims_victimholder h JOIN victims_victim v ON v.id = h.victim_id
    WHERE may(KEEP_VICTIMS_TOLD) AND v.unit_id = app_unit() AND v.state <> 'ended' AND h.leads AND h.ended_at IS NULL GROUP BY 1
$$;

-- How many are registered for each covered sentence of the viewer's own team, whoever of it holds their records.
CREATE OR REPLACE FUNCTION victims_registered(of_covered uuid[]) RETURNS TABLE (covered_id uuid, registered integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT v.covered_id, count(*)::integer FROM victims_victim v
    WHERE may(KEEP_VICTIMS_TOLD) AND v.unit_id = app_unit() AND v.covered_id = ANY (of_covered) GROUP BY 1
$$;

-- Whose the covered sentences of the viewer's own team are: the one thing of a person's record that is told here.
CREATE OR REPLACE FUNCTION victims_whose(of_covered uuid[]) RETURNS TABLE (covered_id uuid, person_id uuid, called text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id, c.person_id, coalesce(p.called, nullif(c.called, '')) FROM victims_coveredsentence c
    LEFT JOIN people_called(ARRAY(SELECT o.person_id FROM victims_coveredsentence o WHERE o.id = ANY (of_covered))) p
      ON p.person_id = c.person_id
    WHERE may(KEEP_VICTIMS_TOLD) AND c.unit_id = app_unit() AND c.id = ANY (of_covered)
$$;

-- Covers sentences as the rules ruled, each once; ruled otherwise because the court changed it, its row says so from now on. In the
-- worker alone, for whoever hears of the sentences, who may read none of it.
CREATE OR REPLACE FUNCTION victims_cover(said jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO victims_coveredsentence SELECT made.* FROM jsonb_populate_recordset(NULL::victims_coveredsentence, said) made
    ON CONFLICT (sentence_id) DO UPDATE SET scheme = excluded.scheme, edition = excluded.edition, ruled = excluded.ruled,
      kind = excluded.kind, length = excluded.length, offence = excluded.offence, referral_due = excluded.referral_due,
      unit_id = coalesce(victims_coveredsentence.unit_id, excluded.unit_id),
      nobody_because = CASE WHEN victims_coveredsentence.unit_id IS NULL THEN excluded.nobody_because ELSE '' END,
      ended_on = excluded.ended_on, version = victims_coveredsentence.version + 1
$$;

-- Which of these sentences are covered already, by which scheme and whether they go on: for the worker, whoever it hears it from.
CREATE OR REPLACE FUNCTION victims_covered(sentences uuid[]) RETURNS TABLE (sentence_id uuid, scheme text, unit_id uuid, ended_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.sentence_id, c.scheme::text, c.unit_id, c.ended_on FROM victims_coveredsentence c WHERE c.sentence_id = ANY (sentences)
$$;

-- Notes a stage that the covered sentences of a person reached, once for what told of it.
CREATE OR REPLACE FUNCTION victims_reach(person uuid, reached text, on_day date, source uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO victims_stagereached (id, covered_id, stage, "on", source_id, at, member_id)
    SELECT gen_random_uuid(), c.id, reached, on_day, source, app_at(), app_member() FROM victims_coveredsentence c
      WHERE c.person_id = person AND c.ended_on IS NULL AND c.imposed_on <= on_day
    ON CONFLICT DO NOTHING
$$;

-- Notes that a covered sentence is over.
CREATE OR REPLACE FUNCTION victims_end(of_sentence uuid, on_day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO victims_stagereached (id, covered_id, stage, "on", source_id, at, member_id)
    SELECT gen_random_uuid(), c.id, 'the end of the sentence', on_day, of_sentence, app_at(), app_member() FROM victims_coveredsentence c
      WHERE c.sentence_id = of_sentence AND c.ended_on IS NULL
    ON CONFLICT DO NOTHING;
  UPDATE victims_coveredsentence c SET ended_on = on_day, version = c.version + 1 WHERE c.sentence_id = of_sentence AND c.ended_on IS NULL;
END $$;

-- Puts a condition that a victim asks for before whoever writes the licence, as everybody's are; whose it was stays here. Its id
-- where it was done: not where the viewer does not hold the record, or no record here is of the sentence.
CREATE OR REPLACE FUNCTION victims_ask_for(of_victim uuid, said jsonb) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  whose uuid;
  made uuid;
BEGIN
  IF NOT victims_holds(of_victim) THEN
    RETURN NULL;
  END IF;
  SELECT c.person_id INTO whose FROM victims_coveredsentence c JOIN victims_victim v ON v.covered_id = c.id WHERE v.id = of_victim;
  made := CASE WHEN whose IS NOT NULL THEN release_put_forward(whose, said) END;
  IF made IS NOT NULL THEN
    INSERT INTO victims_askedcondition (id, victim_id, proposal_id, at, member_id)
      VALUES (gen_random_uuid(), of_victim, made, app_at(), app_member());
  END IF;
  RETURN made;
END $$;

-- What became of the conditions that a victim asked for, for whoever holds their record: the answer, and not who gave it.
CREATE OR REPLACE FUNCTION victims_asked_for(of_victim uuid) RETURNS TABLE (words text, proposed_on date, until date, answer text, because text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT b.words, b.proposed_on, b.until, b.answer, b.because
    FROM release_became(ARRAY(SELECT a.proposal_id FROM victims_askedcondition a WHERE a.victim_id = of_victim)) b
    WHERE victims_holds(of_victim) ORDER BY b.proposed_on, b.proposal_id;
END $$;

REVOKE ALL ON FUNCTION victims_ask_for(uuid, jsonb), victims_asked_for(uuid) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION victims_ask_for(uuid, jsonb), victims_asked_for(uuid) TO throughcare_web, throughcare_worker;
REVOKE ALL ON FUNCTION victims_holds(uuid), victims_begin(uuid, uuid), victims_name(uuid, uuid, uuid, boolean), victims_left(), victims_take(uuid, uuid),
  victims_led(), victims_registered(uuid[]), victims_whose(uuid[]), victims_cover(jsonb), victims_covered(uuid[]), victims_reach(uuid, text, date, uuid), victims_end(uuid, date)
  FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION victims_holds(uuid), victims_begin(uuid, uuid), victims_name(uuid, uuid, uuid, boolean), victims_left(), victims_take(uuid, uuid),
  victims_led(), victims_registered(uuid[]), victims_whose(uuid[]) TO throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION victims_cover(jsonb), victims_covered(uuid[]), victims_reach(uuid, text, date, uuid), victims_end(uuid, date) TO throughcare_worker;
