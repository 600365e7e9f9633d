-- When two records are found to be one person's, their cases follow to the survivor; undone, they go back.
-- The worker hears of a merge as the member who made it, who may not see all that moves: this says what may move.

-- Gives cases and all that hangs on them to a person, and sight of them with it.
CREATE OR REPLACE FUNCTION supervision_give(cases uuid[], onto uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  name text;
  cause text;
  ids uuid[];
BEGIN
  UPDATE supervision_case SET person_id = onto WHERE id = ANY (cases);
  FOREACH name IN ARRAY ARRAY['supervision_matter', 'supervision_responsibility', 'supervision_tenure',
      'supervision_gap', 'supervision_transfer', 'supervision_timelineentry', 'supervision_sampled',
      'supervision_jointwork', 'supervision_contact', 'supervision_appointment', 'supervision_lowering'] LOOP
    EXECUTE format('UPDATE %I SET person_id = $1 WHERE case_id = ANY ($2)', name) USING onto, cases;
  END LOOP;
  FOREACH cause IN ARRAY ARRAY['responsibility', 'tenure', 'transfer'] LOOP
    EXECUTE format('SELECT coalesce(array_agg(id), ''{}'') FROM %I WHERE case_id = ANY ($1)', 'supervision_' || cause)
      INTO ids USING cases;
    PERFORM access_derive_grants(cause, ids), access_end_strays(cause, ids);
  END LOOP;
  SELECT coalesce(array_agg(id), '{}') INTO ids FROM supervision_sampled WHERE case_id = ANY (cases);
  PERFORM access_derive_grants('sample', ids), access_end_strays('sample', ids);
  SELECT coalesce(array_agg(id), '{}') INTO ids FROM supervision_jointwork WHERE case_id = ANY (cases);
  FOREACH cause IN ARRAY ARRAY['iom cohort', 'mappa cohort'] LOOP
    PERFORM access_derive_grants(cause, ids), access_end_strays(cause, ids);
  END LOOP;
END $$;

-- Writes a line about a merge on the timeline of a case, for whoever may see the case, whatever walls stand.
CREATE OR REPLACE FUNCTION supervision_tell_of_merge(of_case uuid, merge uuid, said text, more text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO supervision_timelineentry (id, person_id, case_id, at, kind, what, note, member_id, about_id)
    SELECT gen_random_uuid(), person_id, id, app_at(), 'merge', said, more, app_member(), merge
      FROM supervision_case WHERE id = of_case
$$;

-- The rows of a case that closing it changes, as they stand.
CREATE OR REPLACE FUNCTION supervision_running(of_case uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT jsonb_build_object(
    'case', (SELECT to_jsonb(k) FROM supervision_case k WHERE k.id = of_case),
    'tenures', (SELECT coalesce(jsonb_agg(t), '[]') FROM supervision_tenure t WHERE t.case_id = of_case AND upper_inf(t.during)),
    'gaps', (SELECT coalesce(jsonb_agg(g), '[]') FROM supervision_gap g WHERE g.case_id = of_case AND upper_inf(g.during)),
    'jointly', (SELECT coalesce(jsonb_agg(j), '[]') FROM supervision_jointwork j WHERE j.case_id = of_case AND upper_inf(j.during)),
    'teams', (SELECT coalesce(jsonb_agg(r), '[]') FROM supervision_responsibility r
      WHERE r.case_id = of_case AND upper_inf(r.during)),
    'transfers', (SELECT coalesce(jsonb_agg(o), '[]') FROM supervision_transfer o WHERE o.case_id = of_case
      AND (o.state = 'offered' OR (o.kind = 'temporary' AND o.state = 'accepted'))))
$$;

-- Closes the merged record's case because the survivor has one: its last team reads on for as long as policy says.
CREATE OR REPLACE FUNCTION supervision_close_merged(of_case uuid, reads_for interval) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE supervision_tenure SET during = tstzrange(lower(during), greatest(app_at(), lower(during))),
    ended_because = 'case closed' WHERE case_id = of_case AND upper_inf(during);
  UPDATE supervision_gap SET during = tstzrange(lower(during), greatest(app_at(), lower(during)))
    WHERE case_id = of_case AND upper_inf(during);
  UPDATE supervision_jointwork SET during = tstzrange(lower(during), greatest(app_at(), lower(during)))
    WHERE case_id = of_case AND upper_inf(during);
  UPDATE supervision_transfer SET
      sight = tstzrange(lower(sight), least(upper(sight), greatest(app_at(), lower(sight)))),
      state = CASE state WHEN 'offered' THEN 'withdrawn' ELSE 'returned' END, answered_at = app_at(),
      answer = CASE state WHEN 'offered' THEN 'the record was merged' ELSE answer END, version = version + 1
    WHERE case_id = of_case AND (state = 'offered' OR (kind = 'temporary' AND state = 'accepted'));
  UPDATE supervision_responsibility SET during = tstzrange(lower(during), greatest(app_at(), lower(during))),
    sight = tstzrange(lower(sight), greatest(app_at(), lower(sight)) + reads_for)
    WHERE case_id = of_case AND upper_inf(during);
  UPDATE supervision_case SET closed_at = app_at(), closed_because = 'the record was merged', version = version + 1
    WHERE id = of_case;
END $$;

-- Opens such a case again exactly as it stood.
CREATE OR REPLACE FUNCTION supervision_reopen_merged(stood jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE supervision_case k SET closed_at = NULL, closed_because = w.closed_because, version = w.version
    FROM jsonb_populate_record(NULL::supervision_case, stood->'case') w WHERE k.id = w.id;
  UPDATE supervision_tenure t SET during = w.during, ended_because = w.ended_because
    FROM jsonb_populate_recordset(NULL::supervision_tenure, stood->'tenures') w WHERE t.id = w.id;
  UPDATE supervision_gap g SET during = w.during
    FROM jsonb_populate_recordset(NULL::supervision_gap, stood->'gaps') w WHERE g.id = w.id;
  UPDATE supervision_jointwork j SET during = w.during
    FROM jsonb_populate_recordset(NULL::supervision_jointwork, coalesce(stood->'jointly', '[]')) w WHERE j.id = w.id;
  UPDATE supervision_responsibility r SET during = w.during, sight = w.sight
    FROM jsonb_populate_recordset(NULL::supervision_responsibility, stood->'teams') w WHERE r.id = w.id;
  UPDATE supervision_transfer o SET state = w.state, answered_at = w.answered_at, answer = w.answer,
      sight = w.sight, version = w.version
    FROM jsonb_populate_recordset(NULL::supervision_transfer, stood->'transfers') w WHERE o.id = w.id;
END $$;

-- Carries the merged record's cases to the survivor. Answers the case it closed, if both had one open.
CREATE OR REPLACE FUNCTION supervision_carry_over(stands people_merge, reads_for interval) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  cases uuid[];
  kept supervision_case;
  other supervision_case;
  closing uuid;
  stood jsonb := '{}';
BEGIN
  PERFORM 1 FROM supervision_case WHERE person_id IN (stands.survivor_id, stands.merged_id) ORDER BY id FOR UPDATE;
  SELECT coalesce(array_agg(id ORDER BY id), '{}') INTO cases FROM supervision_case WHERE person_id = stands.merged_id;
  SELECT * INTO kept FROM supervision_case WHERE person_id = stands.survivor_id AND closed_at IS NULL;
  SELECT * INTO other FROM supervision_case WHERE person_id = stands.merged_id AND closed_at IS NULL;
  IF kept.id IS NOT NULL AND other.id IS NOT NULL THEN
    closing := other.id;
    stood := supervision_running(closing);
    PERFORM supervision_close_merged(closing, reads_for);
  END IF;
  INSERT INTO supervision_carriedover (merge_id, carried_at, moved, closed_case, before_closing)
    VALUES (stands.id, app_at(), jsonb_build_object('supervision_case', to_jsonb(cases)), closing, stood);
  PERFORM supervision_give(cases, stands.survivor_id);
  IF closing IS NOT NULL THEN
    PERFORM supervision_tell_of_merge(closing, stands.id, 'Case closed: the record was merged',
        'The person''s other record has an open case, which goes on. All of this one can be read there.'),
      supervision_tell_of_merge(kept.id, stands.id, 'Another record of this person was merged into this one',
        format('It had an open case, now closed (risk %s, %s, %s). Look again at this case''s risk, sentence and place.',
          replace(other.risk, '_', ' '), replace(other.sentence, '_', ' '), other.place));
  ELSE
    PERFORM supervision_tell_of_merge(coalesce(kept.id, other.id), stands.id, 'Two records of this person were made one', '');
  END IF;
  RETURN closing;
END $$;

-- Puts back what was carried over. Answers the case it opened again, if one had been closed.
CREATE OR REPLACE FUNCTION supervision_put_back(stands people_merge, carried supervision_carriedover) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  cases uuid[] := ARRAY(SELECT jsonb_array_elements_text(carried.moved->'supervision_case')::uuid);
BEGIN
  PERFORM 1 FROM supervision_case WHERE person_id IN (stands.survivor_id, stands.merged_id) ORDER BY id FOR UPDATE;
  UPDATE supervision_case SET person_id = stands.merged_id WHERE id = ANY (cases);
  IF carried.closed_case IS NOT NULL THEN
    PERFORM supervision_reopen_merged(carried.before_closing);
  END IF;
  PERFORM supervision_give(cases, stands.merged_id);
  UPDATE supervision_carriedover SET put_back_at = app_at() WHERE merge_id = stands.id;
  PERFORM supervision_tell_of_merge(id, stands.id, 'A merge of two records was undone', stands.undone_because)
    FROM supervision_case WHERE person_id IN (stands.survivor_id, stands.merged_id) AND closed_at IS NULL;
  RETURN carried.closed_case;
END $$;

-- Brings the cases in line with a merge as it stands: carries them over once, or puts them back once.
-- Answers what was done and the case that was closed or opened again by it.
CREATE OR REPLACE FUNCTION supervision_follow_merge(merge uuid, reads_for interval, OUT done text, OUT of_case uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  stands people_merge;
  carried supervision_carriedover;
BEGIN
  SELECT * INTO stands FROM people_merge_to_follow(merge);
  IF stands.id IS NULL THEN
    RAISE EXCEPTION 'there is no such merge';
  END IF;
  SELECT * INTO carried FROM supervision_carriedover WHERE merge_id = merge;
  done := 'nothing to do';
  IF stands.undone_at IS NULL AND carried.merge_id IS NULL THEN
    -- What was merged into this record before comes along, whichever of the two is heard of first.
    PERFORM supervision_follow_merge(m.id, reads_for) FROM people_merged_before(merge) AS m (id)
      WHERE NOT EXISTS (SELECT 1 FROM supervision_carriedover c WHERE c.merge_id = m.id);
    done := 'carried';
    of_case := supervision_carry_over(stands, reads_for);
  ELSIF stands.undone_at IS NOT NULL AND carried.merge_id IS NOT NULL AND carried.put_back_at IS NULL THEN
    -- A later merge on top was undone first, so it is put back first.
    PERFORM supervision_follow_merge(later.id, reads_for) FROM (SELECT m.id FROM people_undone_after(merge) AS m (id)
      JOIN supervision_carriedover c ON c.merge_id = m.id AND c.put_back_at IS NULL
      ORDER BY m.id DESC) AS later;
    done := 'put back';
    of_case := supervision_put_back(stands, carried);
  END IF;
END $$;

REVOKE ALL ON FUNCTION supervision_give(uuid[], uuid), supervision_tell_of_merge(uuid, uuid, text, text),
  supervision_running(uuid), supervision_close_merged(uuid, interval), supervision_reopen_merged(jsonb),
  supervision_carry_over(people_merge, interval), supervision_put_back(people_merge, supervision_carriedover),
  supervision_follow_merge(uuid, interval) FROM PUBLIC, throughcare_web;
GRANT EXECUTE ON FUNCTION supervision_follow_merge(uuid, interval) TO throughcare_worker;
