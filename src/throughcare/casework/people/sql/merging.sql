-- Merging writes rows of people whom the reviewer may not see: these functions say exactly when they may.

-- Says that what a person is compared by must be derived again.
CREATE OR REPLACE FUNCTION people_mark_stale(people uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE people_matching SET stale = true WHERE person_id = ANY (people) AND NOT stale
$$;

CREATE OR REPLACE FUNCTION people_may_rule_on(one uuid, other uuid, review uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT (may(MERGE_PEOPLE) AND access_may_see(one) AND access_may_see(other))
    OR (may(DECIDE_MATCH) AND access_may_see(one) AND access_may_see(other)
      AND EXISTS (SELECT 1 FROM people_review r
        WHERE r.id = review AND r.state = 'open' AND r.unit_id = ANY (app_units())
          AND least(r.person_id, r.rival_id) = least(one, other)
          AND greatest(r.person_id, r.rival_id) = greatest(one, other)
          AND (r.sent_by IS NULL OR NOT access_same_somebody(r.sent_by, app_member()))))
$$;

-- Reviews whose other side the unit that sent the record does not see go to one that does, which is shown both sides
-- while they are open; whoever sent the record does not rule. For the worker, in the transaction that raised them.
-- Answers the reviews about somebody whom the sender may not see.
CREATE OR REPLACE FUNCTION people_send_reviews(ids uuid[]) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  hidden uuid[];
BEGIN
  PERFORM people_must_record();
  hidden := ARRAY(SELECT r.id FROM people_review r WHERE r.id = ANY (ids) AND NOT access_may_see(r.rival_id));
  UPDATE people_review r SET sent_by = app_member(), unit_id = access_unit_to_ask(r.rival_id, r.unit_id, 'decide a match')
    WHERE r.id = ANY (ids) AND r.state = 'open' AND r.sent_by IS NULL AND NOT access_unit_sees(r.unit_id, r.rival_id);
  PERFORM people_show_reviewed(ids);
  RETURN hidden;
END $$;

-- Lets whoever rules see what they rule on, and no longer than until they have.
CREATE OR REPLACE FUNCTION people_show_reviewed(ids uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM access_derive_grants('review', ids), access_derive_grants('review of one known', ids);
END $$;

DROP FUNCTION IF EXISTS people_move(text, uuid[], uuid);

-- For the contexts above, which follow a merge with what they hold: the merge as it stands, held until they are done.
CREATE OR REPLACE FUNCTION people_merge_to_follow(merge uuid) RETURNS SETOF people_merge
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.* FROM people_merge m WHERE m.id = merge FOR UPDATE
$$;

-- The merges into the merged record that were made before this one and stand: they are followed first.
CREATE OR REPLACE FUNCTION people_merged_before(merge uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.id FROM people_merge m JOIN people_merge this ON this.id = merge
    WHERE m.survivor_id = this.merged_id AND m.undone_at IS NULL AND m.id < this.id
$$;

-- The merges made on top of this one and undone: they are put back first.
CREATE OR REPLACE FUNCTION people_undone_after(merge uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.id FROM people_merge m JOIN people_merge this ON this.id = merge
    WHERE m.id > this.id AND m.undone_at IS NOT NULL AND this.survivor_id IN (m.survivor_id, m.merged_id)
$$;

-- Brings what a context keeps in line with a merge as it stands: carries it over once, or puts it back once, by what its models
-- say in ``follows``. Answers which, and the rows that made room for it, as they stood. The worker hears of a merge as the member who
-- made it, who may not see all that moves: this says what may move. ``said`` is for the functions that make room.
CREATE OR REPLACE FUNCTION people_follow_merge(merge uuid, of_context text, said jsonb, OUT done text, OUT stood jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  stands people_merge;
  followed people_followed;
  carried jsonb;
BEGIN
  SELECT * INTO stands FROM people_merge_to_follow(merge);
  IF stands.id IS NULL THEN
    RAISE EXCEPTION 'there is no such merge';
  END IF;
  SELECT * INTO followed FROM people_followed_in(merge, of_context);
  IF stands.undone_at IS NULL AND followed.id IS NULL THEN
    -- What was merged into this record before comes along, whichever of the two is heard of first.
    PERFORM people_follow_merge(m.id, of_context, said) FROM people_merged_before(merge) AS m (id)
      WHERE NOT EXISTS (SELECT 1 FROM people_followed_in(m.id, of_context));
    SELECT f.moved, f.stood INTO carried, stood FROM access_follow(of_context, merge, stands.merged_id, stands.survivor_id, said, NULL) f;
    INSERT INTO people_followed (id, merge_id, context, followed_at, moved, stood)
      VALUES (gen_random_uuid(), merge, of_context, app_at(), carried, stood);
    done := 'carried';
  ELSIF stands.undone_at IS NOT NULL AND followed.id IS NOT NULL AND followed.put_back_at IS NULL THEN
    -- A later merge on top was undone first, so it is put back first.
    PERFORM people_follow_merge(later.id, of_context, said) FROM (SELECT m.id FROM people_undone_after(merge) AS m (id)
      JOIN people_followed f ON f.merge_id = m.id AND f.context = of_context AND f.put_back_at IS NULL
      ORDER BY m.id DESC) AS later;
    PERFORM access_follow(of_context, merge, stands.survivor_id, stands.merged_id, said,
      jsonb_build_object('moved', followed.moved, 'stood', followed.stood));
    UPDATE people_followed SET put_back_at = app_at() WHERE id = followed.id;
    done := 'put back';
    stood := followed.stood;
  ELSE
    -- Nothing moves of itself; what hangs on a row that another context moved since goes with it.
    PERFORM access_follow(of_context, merge, stands.merged_id, stands.survivor_id, said, '{}');
    done := 'nothing to do';
    stood := '{}';
  END IF;
END $$;

-- What a context carried over for a merge, held until whoever asks is done; and remembering more of how it stood.
CREATE OR REPLACE FUNCTION people_followed_in(merge uuid, of_context text) RETURNS SETOF people_followed
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT f.* FROM people_followed f WHERE f.merge_id = merge AND f.context = of_context FOR UPDATE
$$;
CREATE OR REPLACE FUNCTION people_remember_stood(merge uuid, of_context text, how jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE people_followed f SET stood = how WHERE f.merge_id = merge AND f.context = of_context
$$;
REVOKE ALL ON FUNCTION people_merge_to_follow(uuid), people_merged_before(uuid), people_undone_after(uuid),
  people_followed_in(uuid, text), people_remember_stood(uuid, text, jsonb), people_follow_merge(uuid, text, jsonb)
  FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION people_follow_merge(uuid, text, jsonb) TO throughcare_worker;

-- Whether somebody ruled that two people are never one, and nobody has lifted it: they themselves, or records made one with them.
CREATE OR REPLACE FUNCTION people_kept_apart(one uuid, two uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH ones AS (SELECT one AS id UNION SELECT people_merged_into(one)),
    twos AS (SELECT two AS id UNION SELECT people_merged_into(two))
  SELECT EXISTS (SELECT 1 FROM people_keptapart k WHERE k.lifted_at IS NULL
    AND ((k.person_id IN (SELECT id FROM ones) AND k.other_id IN (SELECT id FROM twos))
      OR (k.person_id IN (SELECT id FROM twos) AND k.other_id IN (SELECT id FROM ones))))
$$;

-- Remembers that two people are never one: a ruling with its reason, a marker each for matching, and no question left open.
CREATE OR REPLACE FUNCTION people_write_apart(ruling uuid, one uuid, two uuid, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO people_keptapart (id, person_id, other_id, because, ruled_at, ruled_by, lifted_because)
    VALUES (ruling, one, two, why, app_at(), app_member(), '');
  INSERT INTO people_override (id, person_id, recorded_at, scope, marker)
    SELECT gen_random_uuid(), p, app_at(), ruling, gen_random_uuid() FROM unnest(ARRAY[one, two]) p;
  UPDATE people_review SET state = 'different', decided_at = app_at(), decided_by = app_member(), reason = why, version = version + 1
    WHERE state = 'open' AND least(person_id, rival_id) = least(one, two) AND greatest(person_id, rival_id) = greatest(one, two);
  PERFORM people_show_reviewed(ARRAY(SELECT id FROM people_review WHERE decided_at = app_at() AND decided_by = app_member()));
  PERFORM people_mark_stale(ARRAY[one, two]);
END $$;

-- Rules that two people whom the doer sees are never one. Answers 'kept', 'hidden' or 'before'.
CREATE OR REPLACE FUNCTION people_keep_apart(ruling uuid, one uuid, two uuid, why text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT (may(MERGE_PEOPLE) AND access_may_see(one) AND access_may_see(two)) THEN
    RETURN 'hidden';
  ELSIF people_kept_apart(one, two) THEN
    RETURN 'before';
  END IF;
  PERFORM people_write_apart(ruling, one, two, why);
  RETURN 'kept';
END $$;

-- Lifts such a ruling: each marker stands in a scope of its own from now on, which says nothing. Answers 'lifted' or 'hidden'.
CREATE OR REPLACE FUNCTION people_lift_apart(ruling uuid, why text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  kept people_keptapart;
BEGIN
  SELECT * INTO kept FROM people_keptapart WHERE id = ruling AND lifted_at IS NULL FOR UPDATE;
  IF kept.id IS NULL OR NOT (may(MERGE_PEOPLE) AND access_may_see(kept.person_id) AND access_may_see(kept.other_id)) THEN
    RETURN 'hidden';
  END IF;
  UPDATE people_keptapart SET lifted_at = app_at(), lifted_by = app_member(), lifted_because = why WHERE id = ruling;
  UPDATE people_override SET scope = gen_random_uuid() WHERE scope = ruling;
  PERFORM people_mark_stale(ARRAY[kept.person_id, kept.other_id]);
  RETURN 'lifted';
END $$;

-- Makes one record of two. Answers what moved, table by table, as ids; 'hidden' or 'merged' when it may not be.
CREATE OR REPLACE FUNCTION people_merge_records(
  merge uuid, alias uuid, survivor uuid, merged uuid, review uuid, why text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  kept people_person;
  gone people_person;
  moved jsonb := '{}';
  ids uuid[];
BEGIN
  IF NOT people_may_rule_on(survivor, merged, review) THEN
    RETURN '"hidden"';
  ELSIF people_kept_apart(survivor, merged) THEN
    RETURN '"apart"';
  END IF;
  PERFORM 1 FROM people_person WHERE id IN (survivor, merged) ORDER BY id FOR UPDATE;
  SELECT * INTO kept FROM people_person WHERE id = survivor;
  SELECT * INTO gone FROM people_person WHERE id = merged;
  IF kept.id IS NULL OR gone.id IS NULL OR kept.id = gone.id OR 'merged' IN (kept.state, gone.state) THEN
    RETURN '"merged"';
  END IF;
  SELECT coalesce(array_agg(a.id ORDER BY a.id), '{}') INTO ids FROM people_address a WHERE a.person_id = merged
    AND a.kind = 'home' AND EXISTS (SELECT 1 FROM people_address s
      WHERE s.person_id = survivor AND s.kind = 'home' AND s.during && a.during);
  UPDATE people_address SET kind = 'merged' WHERE id = ANY (ids);
  moved := moved || jsonb_build_object('second_homes', to_jsonb(ids));
  moved := moved || (SELECT f.moved FROM access_follow('people', merge, merged, survivor, '{}', NULL) f);
  INSERT INTO people_alias (id, person_id, recorded_at, kind, forenames, surname, standard_name, date_of_birth)
    VALUES (alias, survivor, app_at(), 'merged', gone.forenames, gone.surname, gone.standard_name,
      CASE WHEN gone.date_of_birth IS DISTINCT FROM kept.date_of_birth THEN gone.date_of_birth END);
  moved := moved || jsonb_build_object('made_alias', alias);
  moved := moved || access_close_as_merged(survivor, merged);
  UPDATE people_person SET state = 'merged', merged_into_id = survivor, version = version + 1 WHERE id = merged;
  UPDATE people_person SET version = version + 1 WHERE id = survivor;
  INSERT INTO people_merge (id, survivor_id, merged_id, merged_at, merged_by, because, moved, undone_because)
    VALUES (merge, survivor, merged, app_at(), app_member(), why, moved, '');
  UPDATE people_review SET state = 'same', decided_at = app_at(), decided_by = app_member(), reason = why,
      version = version + 1
    WHERE state = 'open' AND least(person_id, rival_id) = least(survivor, merged)
      AND greatest(person_id, rival_id) = greatest(survivor, merged);
  PERFORM people_show_reviewed(ARRAY(SELECT id FROM people_review WHERE decided_at = app_at() AND decided_by = app_member()));
  PERFORM people_mark_stale(ARRAY[survivor, merged]);
  RETURN moved;
END $$;

-- Undoes a merge: what moved goes back, what it made is taken away. Answers the merged record's id as JSON.
CREATE OR REPLACE FUNCTION people_undo_merge(merge uuid, why text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  done people_merge;
BEGIN
  SELECT * INTO done FROM people_merge WHERE id = merge FOR UPDATE;
  IF done.id IS NULL OR NOT may(MERGE_PEOPLE) OR NOT access_may_see(done.survivor_id) THEN
    RETURN '"hidden"';
  END IF;
  PERFORM 1 FROM people_person WHERE id IN (done.survivor_id, done.merged_id) ORDER BY id FOR UPDATE;
  IF done.undone_at IS NOT NULL THEN
    RETURN '"undone"';
  END IF;
  IF EXISTS (SELECT 1 FROM people_person WHERE id = done.survivor_id AND state = 'merged')
    OR EXISTS (SELECT 1 FROM people_merge later WHERE later.survivor_id = done.survivor_id
      AND later.undone_at IS NULL AND later.id > done.id) THEN
    RETURN '"later"';
  END IF;
  DELETE FROM people_alias WHERE id = (done.moved->>'made_alias')::uuid;
  PERFORM access_follow('people', merge, done.survivor_id, done.merged_id, '{}', jsonb_build_object('moved', done.moved));
  PERFORM access_open_as_parted(done.moved, done.survivor_id, done.merged_id, done.merged_at);
  UPDATE people_address SET kind = 'home'
    WHERE kind = 'merged' AND id IN (SELECT jsonb_array_elements_text(done.moved->'second_homes')::uuid);
  UPDATE people_person SET state = CASE WHEN died_on IS NULL THEN 'current' ELSE 'died' END,
    merged_into_id = NULL, version = version + 1 WHERE id = done.merged_id;
  UPDATE people_person SET version = version + 1 WHERE id = done.survivor_id;
  UPDATE people_merge SET undone_at = app_at(), undone_by = app_member(), undone_because = why WHERE id = merge;
  PERFORM people_mark_stale(ARRAY[done.survivor_id, done.merged_id]);
  RETURN to_jsonb(done.merged_id);
END $$;

-- Rules that two people under review are different, so that they are never offered as one again.
CREATE OR REPLACE FUNCTION people_rule_different(review uuid, ids uuid[], why text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  open_one people_review;
BEGIN
  SELECT * INTO open_one FROM people_review WHERE id = review FOR UPDATE;
  IF open_one.id IS NULL OR open_one.state <> 'open' OR NOT people_may_rule_on(open_one.person_id, open_one.rival_id, review) THEN
    RETURN false;
  END IF;
  PERFORM people_write_apart(ids[3], open_one.person_id, open_one.rival_id, why);
  RETURN true;
END $$;

REVOKE ALL ON FUNCTION people_kept_apart(uuid, uuid), people_write_apart(uuid, uuid, uuid, text),
  people_keep_apart(uuid, uuid, uuid, text), people_lift_apart(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_keep_apart(uuid, uuid, uuid, text), people_lift_apart(uuid, text)
  TO throughcare_web, throughcare_worker;
REVOKE ALL ON FUNCTION people_send_reviews(uuid[]), people_show_reviewed(uuid[]), people_mark_stale(uuid[]),
  people_may_rule_on(uuid, uuid, uuid),
  people_merge_records(uuid, uuid, uuid, uuid, uuid, text), people_undo_merge(uuid, text),
  people_rule_different(uuid, uuid[], text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_mark_stale(uuid[]), people_merge_records(uuid, uuid, uuid, uuid, uuid, text),
  people_undo_merge(uuid, text), people_rule_different(uuid, uuid[], text) TO throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION people_send_reviews(uuid[]) TO throughcare_worker;
