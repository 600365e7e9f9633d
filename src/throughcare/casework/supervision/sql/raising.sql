-- Of two open cases of one person the merge closes one: the one that goes on takes over whatever weighs more in the other.
-- The orders come from the rules, lightest first.

-- Raises the survivor's open case to the higher risk and the heavier sentence with its place, once. Answers it when it changed.
CREATE OR REPLACE FUNCTION supervision_raise_survivor(merge uuid, risks text[], sentences text[]) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  carried people_followed;
  other supervision_case;
  kept supervision_case;
  raised supervision_case;
BEGIN
  SELECT * INTO carried FROM people_followed_in(merge, 'supervision');
  IF carried.id IS NULL OR NOT carried.stood ? 'closed_case' OR carried.put_back_at IS NOT NULL OR carried.stood ? 'kept' THEN
    RETURN NULL;
  END IF;
  other := jsonb_populate_record(NULL::supervision_case, carried.stood->'case');
  SELECT k.* INTO kept FROM supervision_case k JOIN people_merge_to_follow(merge) m ON m.survivor_id = k.person_id
    WHERE k.closed_at IS NULL FOR UPDATE OF k;
  raised := kept;
  IF array_position(risks, other.risk) > array_position(risks, kept.risk) THEN
    raised.risk := other.risk;
  END IF;
  IF array_position(sentences, other.sentence) > array_position(sentences, kept.sentence) THEN
    raised.sentence := other.sentence;
    raised.place := other.place;
  ELSIF other.place = 'custody' THEN
    raised.place := other.place;
  END IF;
  raised.rsr := CASE WHEN kept.rsr = 'not_assessed' OR other.rsr = 'at_or_above_cut_off' THEN other.rsr ELSE kept.rsr END;
  -- Whoever came out and is not resettled under either case is not: the care that the model asks for until then goes on.
  raised.resettled := CASE WHEN other.sentence NOT LIKE 'custody%' THEN kept.resettled
    WHEN kept.sentence LIKE 'custody%' THEN kept.resettled AND other.resettled ELSE other.resettled END;
  raised.cohorts := ARRAY(SELECT DISTINCT unnest(kept.cohorts || other.cohorts) ORDER BY 1);
  IF kept.id IS NULL OR (raised.risk, raised.sentence, raised.place, raised.rsr, raised.resettled)
        = (kept.risk, kept.sentence, kept.place, kept.rsr, kept.resettled)
      AND raised.cohorts <@ kept.cohorts THEN
    RETURN NULL;
  END IF;
  PERFORM people_remember_stood(merge, 'supervision', carried.stood || jsonb_build_object('kept', supervision_running(kept.id)));
  UPDATE supervision_case SET risk = raised.risk, sentence = raised.sentence, place = raised.place, rsr = raised.rsr,
    cohorts = raised.cohorts, resettled = raised.resettled, version = version + 1 WHERE id = kept.id;
  PERFORM supervision_tell_of_merge(kept.id, merge, 'Raised to what the merged record''s case stood at',
    format('Risk %s, %s, %s.', replace(raised.risk, '_', ' '), replace(raised.sentence, '_', ' '), raised.place));
  RETURN kept.id;
END $$;

-- Puts a raised case back as it stood, with whoever held its roles, unless somebody has changed it since. Answers it when it did.
CREATE OR REPLACE FUNCTION supervision_lower_survivor(merge uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  carried people_followed;
  stood jsonb;
  kept supervision_case;
BEGIN
  SELECT * INTO carried FROM people_followed_in(merge, 'supervision') f WHERE f.put_back_at IS NOT NULL AND f.stood ? 'kept';
  stood := carried.stood->'kept';
  SELECT * INTO kept FROM supervision_case WHERE id = (stood->'case'->>'id')::uuid FOR UPDATE;
  PERFORM people_remember_stood(merge, 'supervision', carried.stood - 'kept') WHERE carried.id IS NOT NULL;
  IF kept.id IS NULL OR kept.closed_at IS NOT NULL OR kept.version <> (stood->'case'->>'version')::int + 1
      OR EXISTS (SELECT 1 FROM supervision_tenure t WHERE t.case_id = kept.id AND upper_inf(t.during)
        AND NOT t.id IN (SELECT w.id FROM jsonb_populate_recordset(NULL::supervision_tenure, stood->'tenures') w)) THEN
    RETURN NULL;
  END IF;
  UPDATE supervision_case k SET risk = w.risk, sentence = w.sentence, place = w.place, rsr = w.rsr, cohorts = w.cohorts,
      resettled = w.resettled
    FROM jsonb_populate_record(NULL::supervision_case, stood->'case') w WHERE k.id = w.id;
  DELETE FROM supervision_gap g WHERE g.case_id = kept.id AND upper_inf(g.during)
    AND NOT g.id IN (SELECT w.id FROM jsonb_populate_recordset(NULL::supervision_gap, stood->'gaps') w);
  UPDATE supervision_jointwork j SET during = tstzrange(lower(j.during), greatest(app_at(), lower(j.during)))
    WHERE j.case_id = kept.id AND upper_inf(j.during)
    AND NOT j.id IN (SELECT w.id FROM jsonb_populate_recordset(NULL::supervision_jointwork, stood->'jointly') w);
  PERFORM supervision_reopen_merged(stood), supervision_see_again(ARRAY[kept.id]);
  RETURN kept.id;
END $$;

-- Calls off what lies ahead of whoever a merge shows to be away, on whichever of the two records it was booked: what cannot be kept
-- from custody, and everything at large. Answers their open case and the movement that took them; remembers what it called off.
CREATE OR REPLACE FUNCTION supervision_call_off_merged(merge uuid, outside text[], inside text, at_large text)
RETURNS TABLE (of_case uuid, movement uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  carried people_followed;
  gone record;
  off uuid[];
BEGIN
  SELECT * INTO carried FROM people_followed_in(merge, 'supervision') f WHERE f.put_back_at IS NULL;
  SELECT a.* INTO gone FROM people_merge_to_follow(merge) m JOIN supervision_case k ON k.person_id = m.survivor_id AND k.closed_at IS NULL,
    supervision_away_among(ARRAY[k.id]) a;
  IF carried.id IS NULL OR carried.stood ? 'called_off' OR gone.case_id IS NULL THEN
    RETURN;
  END IF;
  WITH done AS (
    UPDATE supervision_appointment a SET called_off_at = app_at(), called_off_because = CASE WHEN gone.at_large THEN at_large ELSE inside END
      WHERE a.person_id = gone.person_id AND a.starts_at > app_at() AND a.called_off_at IS NULL
        AND (gone.at_large OR a.kind = ANY (outside))
        AND NOT EXISTS (SELECT 1 FROM supervision_contact c LEFT JOIN supervision_contact n ON n.corrects_id = c.id
          WHERE c.appointment_id = a.id AND n.id IS NULL)
      RETURNING a.id)
  SELECT coalesce(array_agg(id), '{}') INTO off FROM done;
  PERFORM people_remember_stood(merge, 'supervision', carried.stood || jsonb_build_object('called_off', off));
  RETURN QUERY SELECT gone.case_id, (SELECT m.id FROM supervision_movement m WHERE m.person_id = gone.person_id
    AND m.kind IN ('sentenced to custody', 'received into custody', 'unlawfully at large', 'recalled, the licence revoked')
    ORDER BY m.moved_at DESC, m.id DESC LIMIT 1);
END $$;

-- What a merge called off stands again once it is undone, for whoever is not away after all and has nothing else at that time.
CREATE OR REPLACE FUNCTION supervision_keep_after_all(merge uuid) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH again AS (
    UPDATE supervision_appointment a SET called_off_at = NULL, called_off_because = ''
      FROM people_followed_in(merge, 'supervision') f, supervision_case k
      WHERE f.put_back_at IS NOT NULL AND f.stood->'called_off' ? a.id::text AND k.id = a.case_id AND k.closed_at IS NULL
        AND a.starts_at > app_at() AND NOT EXISTS (SELECT 1 FROM supervision_away_among(ARRAY[k.id]))
        AND NOT EXISTS (SELECT 1 FROM supervision_appointment o
          WHERE o.case_id = a.case_id AND o.starts_at = a.starts_at AND o.called_off_at IS NULL)
      RETURNING a.id)
  SELECT count(*)::integer FROM again
$$;

REVOKE ALL ON FUNCTION supervision_raise_survivor(uuid, text[], text[]), supervision_lower_survivor(uuid),
  supervision_call_off_merged(uuid, text[], text, text), supervision_keep_after_all(uuid) FROM PUBLIC, throughcare_web;
GRANT EXECUTE ON FUNCTION supervision_raise_survivor(uuid, text[], text[]), supervision_lower_survivor(uuid),
  supervision_call_off_merged(uuid, text[], text, text), supervision_keep_after_all(uuid) TO throughcare_worker;
