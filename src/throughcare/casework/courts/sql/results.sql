-- Whether a unit of whoever asks brings a court's results in: the team that serves it, or any team that did where none does.
CREATE OR REPLACE FUNCTION courts_ours(court text, brought_by uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT t.unit_id FROM courts_courtteam t WHERE t.court_id = court), brought_by) = ANY (app_units()::uuid[])
$$;

-- Which results are recorded already, for the job that imports results. Of another unit's only that they exist: what a
-- result said goes to the team that brings the court's results in, so that sending its reference never shows it to others.
DROP FUNCTION IF EXISTS courts_recorded_results(text[], text[]);
CREATE OR REPLACE FUNCTION courts_recorded_results(courts text[], refs text[])
RETURNS TABLE (court_code text, result_ref text, digest text, ours boolean, said jsonb, known text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.court_code, a.result_ref, a.digest, courts_ours(a.court_code, a.unit_id),
      CASE WHEN courts_ours(a.court_code, a.unit_id) THEN a.said END,
      ARRAY(SELECT o.digest::text FROM courts_appearance o WHERE o.court_code = a.court_code
          AND o.result_ref = a.result_ref AND o.replaced_at IS NOT NULL)
        || ARRAY(SELECT c.digest::text FROM courts_correctedresult c WHERE c.court_code = a.court_code
          AND c.result_ref = a.result_ref)
    FROM unnest(courts, refs) AS asked (court_code, result_ref)
    JOIN courts_appearance a ON a.court_code = asked.court_code AND a.result_ref = asked.result_ref
      AND a.replaced_at IS NULL
    WHERE may(IMPORT_COURT_RESULTS)
  UNION ALL SELECT o.court_code, o.result_ref, o.digest, courts_ours(o.court_code, o.unit_id), NULL::jsonb,
      ARRAY(SELECT c.digest::text FROM courts_correctedresult c WHERE c.court_code = o.court_code
          AND c.result_ref = o.result_ref)
    FROM unnest(courts, refs) AS asked (court_code, result_ref)
    JOIN courts_organisationresult o ON o.court_code = asked.court_code AND o.result_ref = asked.result_ref
    WHERE may(IMPORT_COURT_RESULTS)
$$;

-- The sentences that results name, and those before them in their runs: what a row is held against when it names one.
CREATE OR REPLACE FUNCTION courts_named_sentences(courts text[], refs text[])
RETURNS TABLE (court_code text, result_ref text, sentence_id uuid, kind text, imposed_on date, length text,
  extension text, runs text, named_ref text, state text, said jsonb, defendant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH RECURSIVE run AS (
    SELECT s.id, s.named_id, 0 AS depth FROM unnest(courts, refs) AS asked (court_code, result_ref)
      JOIN courts_appearance a ON a.court_code = asked.court_code AND a.result_ref = asked.result_ref
        AND a.replaced_at IS NULL
      JOIN courts_sentence s ON s.appearance_id = a.id
      WHERE may(IMPORT_COURT_RESULTS)
    UNION
    SELECT s.id, s.named_id, run.depth + 1 FROM run JOIN courts_sentence s ON s.id = run.named_id
      WHERE run.depth < 100)
  SELECT DISTINCT ON (s.id) a.court_code, a.result_ref, s.id, s.kind, s.imposed_on, s.length, s.extension, s.runs,
      s.runs_with, s.state, a.said, a.defendant_id
    FROM run JOIN courts_sentence s ON s.id = run.id JOIN courts_appearance a ON a.id = s.appearance_id
    ORDER BY s.id
$$;

-- Takes the recorded result out of the way of a corrected one that waits in a unit of whoever asks: it stays in history,
-- its sentence counts nowhere, its reports are no longer wanted and what was asked about it is settled. The team that decided
-- sees whose it was for a week more: what rested on it is worked out again as the one who accepted. Answers whose it was,
-- and the sentence it had. Nobody replaces what is of somebody whose record is closed to them.
CREATE OR REPLACE FUNCTION courts_replace_result(corrected uuid)
RETURNS TABLE (person_id uuid, sentence_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  waits courts_correctedresult;
  old courts_appearance;
BEGIN
  SELECT * INTO waits FROM courts_correctedresult c WHERE c.id = corrected AND c.state = 'waiting'
    AND courts_ours(c.court_code, c.unit_id) AND c.unit_id = ANY (app_units()::uuid[]) FOR UPDATE;
  IF waits.id IS NULL OR NOT may(CORRECT_REFUSED_ROW) THEN
    RAISE EXCEPTION 'no corrected result of yours waits under this id';
  END IF;
  SELECT * INTO old FROM courts_appearance a WHERE a.court_code = waits.court_code AND a.result_ref = waits.result_ref
    AND a.replaced_at IS NULL AND courts_ours(a.court_code, a.unit_id) FOR UPDATE;
  IF old.id IS NULL THEN
    RETURN;
  ELSIF old.person_id = ANY (app_barred()) THEN
    RAISE insufficient_privilege USING MESSAGE = 'a result of somebody whose record is closed to one is another''s to replace';
  END IF;
  UPDATE courts_appearance a SET replaced_at = app_at() WHERE a.id = old.id;
  UPDATE courts_correctedresult c SET sees = tstzrange(lower(c.sees), greatest(upper(c.sees), app_at() + interval '7 days'))
    WHERE c.id = waits.id;
  PERFORM access_derive_grants('corrected result', ARRAY[waits.id]);
  UPDATE courts_courtquestion q SET state = 'settled', answer = 'The court sent a corrected result', settled_by = app_member(),
    settled_at = app_at(), version = q.version + 1 WHERE q.appearance_id = old.id AND q.state = 'open';
  UPDATE courts_reportrequest r SET state = 'withdrawn', version = r.version + 1
    WHERE r.appearance_id = old.id AND r.state IN ('requested', 'writing');
  RETURN QUERY SELECT old.person_id, s.id FROM (SELECT old.person_id) one
    LEFT JOIN courts_sentence s ON s.appearance_id = old.id;
  UPDATE courts_sentence s SET state = 'replaced', ended_on = greatest(s.imposed_on, (app_at() AT TIME ZONE 'Europe/London')::date),
    version = s.version + 1 WHERE s.appearance_id = old.id AND s.state NOT IN ('quashed', 'set aside', 'recorded in error', 'replaced');
  INSERT INTO courts_sentenceevent (id, person_id, sentence_id, kind, "on", because, member_id, at)
    SELECT gen_random_uuid(), s.person_id, s.id, 'replacement', (app_at() AT TIME ZONE 'Europe/London')::date,
      'the court sent a corrected result', app_member(), app_at()
    FROM courts_sentence s WHERE s.appearance_id = old.id;
  -- What it told of a sentence passed before is not undone by itself, whatever the corrected one says: it is asked about.
  INSERT INTO courts_courtquestion (id, person_id, appearance_id, about, said, because, asked_at, state, answer, version)
    SELECT gen_random_uuid(), old.person_id, old.id, 'breach_of', (old.said->>'breach_of') || ': ' || old.outcome,
      'a corrected result took the place of this one, which told of that sentence: see that it stands as the court now has it',
      app_at(), 'open', '', 1
    WHERE coalesce(old.said->>'breach_of', '') <> ''
      AND old.outcome IN ('breach proved', 'breach not proved', 'order continues', 'order revoked', 'sentenced');
END $$;

-- While a corrected result waits, the team that decides on it sees whose result is recorded: four weeks from when it was sent,
-- or sent again. It is believed of whom the court dealt with, as with a result that is new.
CREATE OR REPLACE FUNCTION courts_see_to_decide(courts text[], refs text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  waiting uuid[];
BEGIN
  IF NOT may(IMPORT_COURT_RESULTS) THEN
    RETURN;
  END IF;
  WITH again AS (
    UPDATE courts_correctedresult c SET sees = tstzrange(CASE WHEN upper(c.sees) < app_at() THEN app_at() ELSE lower(c.sees) END,
        app_at() + interval '28 days')
      FROM unnest(courts, refs) AS asked (court_code, result_ref)
      WHERE (c.court_code, c.result_ref) = (asked.court_code, asked.result_ref) AND c.state = 'waiting'
        AND c.unit_id = ANY (app_units()::uuid[]) AND courts_ours(c.court_code, c.unit_id) RETURNING c.id)
  SELECT coalesce(array_agg(id), '{}') INTO waiting FROM again;
  PERFORM access_derive_grants('corrected result', waiting);
END $$;

-- What waits of a court's rows goes to the team that serves the court from now on, which alone may bring them in or decide.
CREATE OR REPLACE FUNCTION courts_hand_over(onto uuid, codes text[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  known text[] := codes || ARRAY(SELECT o.code::text FROM courts_courtcode o WHERE o.court_id = ANY (codes));
  corrected uuid[];
  refused uuid[];
  handed uuid := gen_random_uuid();
  counted integer;
BEGIN
  IF NOT may(ADMINISTER_ORGANISATIONS) THEN
    RETURN 0;
  END IF;
  corrected := ARRAY(SELECT c.id FROM courts_correctedresult c WHERE c.court_code = ANY (codes) AND c.state = 'waiting'
    AND c.unit_id <> onto FOR UPDATE);
  refused := ARRAY(SELECT r.id FROM courts_refusedrow r WHERE r.state = 'waiting' AND r.unit_id <> onto
    AND upper(trim(r.fields->>'court_code')) = ANY (known) FOR UPDATE);
  counted := cardinality(corrected) + cardinality(refused);
  IF counted = 0 THEN
    RETURN 0;
  END IF;
  INSERT INTO courts_import (id, unit_id, member_id, at, file_name, digest, lines, recorded, repeated, refused, waiting)
    VALUES (handed, onto, app_member(), app_at(), 'rows handed over with the court', '', counted, 0, 0, cardinality(refused),
      cardinality(corrected));
  UPDATE courts_refusedrow r SET unit_id = onto, brought_id = handed, version = r.version + 1 WHERE r.id = ANY (refused);
  UPDATE courts_correctedresult c SET unit_id = onto, brought_id = handed, version = c.version + 1,
    sees = tstzrange(app_at(), app_at() + interval '28 days') WHERE c.id = ANY (corrected);
  PERFORM access_derive_grants('corrected result', corrected), access_end_strays('corrected result', corrected);
  RETURN counted;
END $$;

REVOKE ALL ON FUNCTION courts_ours(text, uuid), courts_hand_over(uuid, text[]), courts_see_to_decide(text[], text[])
  FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION courts_see_to_decide(text[], text[]) TO throughcare_worker;
GRANT EXECUTE ON FUNCTION courts_hand_over(uuid, text[]) TO throughcare_web, throughcare_worker;
REVOKE ALL ON FUNCTION courts_recorded_results(text[], text[]), courts_named_sentences(text[], text[]),
  courts_replace_result(uuid) FROM PUBLIC, throughcare_web;
GRANT EXECUTE ON FUNCTION courts_recorded_results(text[], text[]), courts_named_sentences(text[], text[]),
  courts_replace_result(uuid) TO throughcare_worker;
