-- When two records are found to be one person's, their cases follow to the survivor; undone, they go back.
-- The worker hears of a merge as the member who made it, who may not see all that moves: this says what may move.

DROP FUNCTION IF EXISTS supervision_give(uuid[], uuid), supervision_carry_over(people_merge, interval),
  supervision_follow_merge(uuid, interval);

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

-- Makes room for the merged record's cases: of two open ones that one is closed. Answers it, as it stood; what is said is for how
-- long its last team ``reads_for``.
CREATE OR REPLACE FUNCTION supervision_make_room(merge uuid, said jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  stands people_merge;
  kept supervision_case;
  other supervision_case;
  stood jsonb := '{}';
BEGIN
  SELECT * INTO stands FROM people_merge_to_follow(merge);
  PERFORM 1 FROM supervision_case WHERE person_id IN (stands.survivor_id, stands.merged_id) ORDER BY id FOR UPDATE;
  SELECT * INTO kept FROM supervision_case WHERE person_id = stands.survivor_id AND closed_at IS NULL;
  SELECT * INTO other FROM supervision_case WHERE person_id = stands.merged_id AND closed_at IS NULL;
  IF kept.id IS NULL OR other.id IS NULL THEN
    PERFORM supervision_tell_of_merge(coalesce(kept.id, other.id), merge, 'Two records of this person were made one', '');
    RETURN stood;
  END IF;
  stood := supervision_running(other.id) || jsonb_build_object('closed_case', other.id);
  PERFORM supervision_close_merged(other.id, (said->>'reads_for')::interval);
  PERFORM supervision_tell_of_merge(other.id, merge, 'Case closed: the record was merged',
      'The person''s other record has an open case, which goes on. All of this one can be read there.'),
    supervision_tell_of_merge(kept.id, merge, 'Another record of this person was merged into this one',
      format('It had an open case, now closed (risk %s, %s, %s). Look again at this case''s risk, sentence and place.',
        replace(other.risk, '_', ' '), replace(other.sentence, '_', ' '), other.place));
  RETURN stood;
END $$;

-- Opens the case again that made room, once the cases have gone back.
CREATE OR REPLACE FUNCTION supervision_take_room_back(merge uuid, stood jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  stands people_merge;
BEGIN
  SELECT * INTO stands FROM people_merge_to_follow(merge);
  PERFORM 1 FROM supervision_case WHERE person_id IN (stands.survivor_id, stands.merged_id) ORDER BY id FOR UPDATE;
  IF stood ? 'closed_case' THEN
    PERFORM supervision_reopen_merged(stood);
  END IF;
  PERFORM supervision_tell_of_merge(id, merge, 'A merge of two records was undone', stands.undone_because)
    FROM supervision_case WHERE person_id IN (stands.survivor_id, stands.merged_id) AND closed_at IS NULL;
END $$;

REVOKE ALL ON FUNCTION supervision_tell_of_merge(uuid, uuid, text, text), supervision_running(uuid),
  supervision_close_merged(uuid, interval), supervision_reopen_merged(jsonb), supervision_make_room(uuid, jsonb),
  supervision_take_room_back(uuid, jsonb) FROM PUBLIC, throughcare_web, throughcare_worker;
