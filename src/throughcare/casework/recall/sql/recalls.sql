-- Whether the viewer is named on a recall: asked by policies, of rows that the viewer may not all read.
CREATE OR REPLACE FUNCTION recall_reads(of_recall uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM recall_recallreader r
    WHERE r.recall_id = of_recall AND r.member_id = app_member() AND r.ended_at IS NULL)
$$;

-- Names a member on a recall: the one way in which such a row is written. Whoever does it sees the person and has a part in it;
-- they name themselves only in the very act that opened it; else they are named already, or lead a team of it and name another. The
-- one named belongs to a side of it. Answers whether they are named.
CREATE OR REPLACE FUNCTION recall_name(made uuid, of_recall uuid, whom uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  one recall_recall;
  ours uuid[] := app_units();
BEGIN
  SELECT r.* INTO one FROM recall_recall r WHERE r.id = of_recall;
  IF one.id IS NULL OR NOT access_may_see(one.person_id) THEN
    RETURN false;
  END IF;
  IF NOT (
    (whom = app_member() AND one.opened_by = app_member() AND one.opened_at = app_at())
    OR (whom <> app_member() AND may(ASK_FOR_RECALL) AND recall_reads(of_recall))
    OR (whom <> app_member() AND may(APPROVE_RECALL) AND (one.from_unit = ANY (ours) OR one.to_unit = ANY (ours)))
  ) THEN
    RAISE insufficient_privilege USING MESSAGE = 'whoever is named on a recall names another, or one who leads its team does; nobody names themselves';
  END IF;
  INSERT INTO recall_recallreader (id, person_id, recall_id, member_id, named_by, named_at)
    VALUES (made, one.person_id, of_recall, whom, app_member(), app_at());
  RETURN true;
END $$;

-- The latest recall of each of many people as far as the viewer may know of it, with whether they may: for whoever asks whether
-- somebody is recalled, no row and no sight are told apart.
CREATE OR REPLACE FUNCTION recall_latest(people uuid[]) RETURNS TABLE (person_id uuid, may_ask boolean, state text)
LANGUAGE sql STABLE AS $$
  SELECT p.id, public.access_may_see(p.id) AND public.access_sees_otherwise(p.id, 'referral')
        AND public.access_shows(p.id, 'rest') AND public.access_shows(p.id, 'custody'),
      (SELECT r.state FROM public.recall_recall r WHERE r.person_id = p.id ORDER BY r.opened_at DESC, r.id DESC LIMIT 1)
    FROM unnest(people) AS p(id)
$$;

-- Writes the next step of recalls: from where the last one left them to how they now stand.
CREATE OR REPLACE FUNCTION recall_tell(of_recalls uuid[], the_move text, said text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO recall_recallstep (id, person_id, recall_id, number, move, before, after, happened_at, note, at, member_id)
    SELECT gen_random_uuid(), r.person_id, r.id, last.number + 1, the_move, last.after, r.state, app_at(), said, app_at(), app_member()
      FROM recall_recall r, LATERAL (SELECT s.number, s.after FROM recall_recallstep s
        WHERE s.recall_id = r.id ORDER BY s.number DESC LIMIT 1) last
      WHERE r.id = ANY (of_recalls)
$$;

-- Recalls under way that rest on a contact whose failure was rescinded, however often the contact was put right since: they are to be
-- looked at again, with a step that says so. Each contact is counted once. Answers how many.
CREATE OR REPLACE FUNCTION recall_shake(contacts uuid[], said text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  told uuid[];
BEGIN
  WITH chain AS (SELECT supervision_as_corrected(contacts) AS id),
  done AS (
    UPDATE recall_recall r SET shaken = r.shaken + found.many, rests_on = found.left_over, version = r.version + 1
      FROM (SELECT o.id, count(*) FILTER (WHERE c.id IS NOT NULL) AS many,
          coalesce(array_agg(one) FILTER (WHERE c.id IS NULL), '{}') AS left_over
        FROM recall_recall o, unnest(o.rests_on) AS one LEFT JOIN chain c ON c.id = one
        WHERE o.ended_at IS NULL GROUP BY o.id) found
      WHERE r.id = found.id AND found.many > 0
      RETURNING r.id)
  SELECT coalesce(array_agg(id), '{}') INTO told FROM done;
  PERFORM recall_tell(told, '', said);
  RETURN cardinality(told);
END $$;

-- What ends with a closed case: a recall that is not over, with a step that says so, and the sight that it gave. Answers how many.
CREATE OR REPLACE FUNCTION recall_follow_cases(of_cases uuid[], reason text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  ended uuid[];
  stopped uuid[] := '{}';
  dead people_death;
BEGIN
  -- What a death ends is remembered as it stood: it goes on when the death was recorded by mistake.
  FOR dead IN SELECT d.* FROM (SELECT DISTINCT k.person_id FROM supervision_standing_of(of_cases) k WHERE k.closed) who,
      people_death_of(who.person_id) d WHERE d.withdrawn_at IS NULL LOOP
    stopped := stopped || people_stop(dead, 'recall_recall', format('t.ended_at IS NULL AND t.case_id = ANY (%L::uuid[])', of_cases),
      $s$state = 'ended', ended_at = app_at(), due = '', due_by = '', due_at = NULL, version = t.version + 1,
        sight = tstzrange(lower(t.sight), greatest(app_at(), lower(t.sight)))$s$);
  END LOOP;
  PERFORM recall_tell(stopped, 'end with the case', 'The person died.');
  WITH done AS (
    UPDATE recall_recall r SET state = 'ended', ended_at = app_at(), due = '', due_by = '', due_at = NULL, version = r.version + 1,
        sight = tstzrange(lower(r.sight), greatest(app_at(), lower(r.sight)))
      WHERE r.ended_at IS NULL AND r.case_id IN (SELECT k.case_id FROM supervision_standing_of(of_cases) k WHERE k.closed)
      RETURNING r.id)
  SELECT coalesce(array_agg(id), '{}') INTO ended FROM done;
  PERFORM recall_tell(ended, 'end with the case', reason);
  PERFORM access_derive_grants('recall', stopped || ended);
  RETURN cardinality(stopped) + cardinality(ended);
END $$;

-- Takes up again what a death had ended, once the cases are open again because it was recorded by mistake. Answers how many.
CREATE OR REPLACE FUNCTION recall_take_up_again(of_cases uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  death people_death;
  again uuid[];
  counted integer := 0;
BEGIN
  FOR death IN SELECT d.* FROM (SELECT DISTINCT k.person_id FROM supervision_standing_of(of_cases) k WHERE NOT k.closed) who,
      people_death_of(who.person_id) d WHERE d.withdrawn_at IS NOT NULL LOOP
    again := ARRAY(SELECT jsonb_array_elements_text(people_start_again(death, 'recall')->'recall_recall')::uuid);
    PERFORM recall_tell(again, '', 'The death was recorded by mistake.');
    PERFORM access_derive_grants('recall', again);
    counted := counted + cardinality(again);
  END LOOP;
  RETURN counted;
END $$;

REVOKE ALL ON FUNCTION recall_reads(uuid), recall_name(uuid, uuid, uuid), recall_latest(uuid[]), recall_tell(uuid[], text, text),
  recall_follow_cases(uuid[], text), recall_take_up_again(uuid[]), recall_shake(uuid[], text) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION recall_reads(uuid), recall_name(uuid, uuid, uuid), recall_latest(uuid[]) TO throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION recall_follow_cases(uuid[], text), recall_take_up_again(uuid[]), recall_shake(uuid[], text) TO throughcare_worker;
