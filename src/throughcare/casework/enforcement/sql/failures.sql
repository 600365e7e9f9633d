-- How a failure begins and what the record itself moves: by these functions alone, in the worker, when somebody recorded or put
-- right a contact, a court told of a breach, a case closed or a model changed. The worker hears of it as the member who did it,
-- who may see little of the failure: what is written is what the rules made of the record.

-- Notes a failure once for a contact, with the next number of its case; answers nothing where it is noted already.
CREATE OR REPLACE FUNCTION enforcement_note(said jsonb) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  made enforcement_failure;
BEGIN
  made := jsonb_populate_record(NULL::enforcement_failure, said);
  PERFORM pg_advisory_xact_lock(hashtextextended('enforcement_failure ' || made.case_id::text, 0));
  IF EXISTS (SELECT 1 FROM enforcement_failure f WHERE f.contact_id = made.contact_id) THEN
    RETURN NULL;
  END IF;
  made.number := 1 + coalesce((SELECT max(f.number) FROM enforcement_failure f WHERE f.case_id = made.case_id), 0);
  made.recorded_by := app_member();
  made.noted_at := app_at();
  INSERT INTO enforcement_failure SELECT made.*;
  INSERT INTO enforcement_failurestep (id, person_id, failure_id, number, move, before, after, "on", reason, note, at, member_id, organisation_id)
    VALUES (gen_random_uuid(), made.person_id, made.id, 1, said->>'move', '', made.state, (said->>'on')::date, '', '', app_at(), app_member(),
      app_organisation());
  PERFORM access_derive_grants('failure', ARRAY[made.id]);
  RETURN made.id;
END $$;

-- Makes one move that the record itself brings about, unless somebody moved the failure meanwhile. Whether it was made.
CREATE OR REPLACE FUNCTION enforcement_move(failure uuid, of_version integer, said jsonb) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  stood enforcement_failure;
BEGIN
  SELECT * INTO stood FROM enforcement_failure f WHERE f.id = failure AND f.version = of_version FOR UPDATE;
  IF stood.id IS NULL THEN
    RETURN false;
  END IF;
  INSERT INTO enforcement_failurestep (id, person_id, failure_id, number, move, before, after, "on", until, reason, note, at, member_id, organisation_id)
    VALUES (gen_random_uuid(), stood.person_id, stood.id, 1 + (SELECT max(s.number) FROM enforcement_failurestep s WHERE s.failure_id = stood.id),
      said->>'move', stood.state, said->>'state', (said->>'on')::date, (said->>'until')::date, coalesce(said->>'reason', ''),
      coalesce(said->>'note', ''), app_at(), app_member(), app_organisation());
  UPDATE enforcement_failure f SET state = said->>'state', due = said->>'due', due_side = said->>'due_side',
      due_unit = (said->>'due_unit')::uuid, due_on = (said->>'due_on')::date, due_because = said->>'due_because',
      ended_at = CASE WHEN (said->>'open')::boolean THEN NULL ELSE coalesce(f.ended_at, greatest(app_at(), f.noted_at)) END, version = f.version + 1
    WHERE f.id = stood.id;
  PERFORM access_derive_grants('failure', ARRAY[stood.id]);
  RETURN true;
END $$;

-- Says anew who decides a failure, as the operating model answers now.
CREATE OR REPLACE FUNCTION enforcement_assign(failure uuid, of_version integer, said jsonb) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE enforcement_failure f SET decider_organisation = (said->>'decider_organisation')::uuid, decider_unit = (said->>'decider_unit')::uuid,
      undecided_because = said->>'undecided_because', shielded = (said->>'shielded')::boolean, audited = (said->>'audited')::boolean,
      paid = ARRAY(SELECT jsonb_array_elements_text(said->'paid')::uuid), same_body = (said->>'same_body')::boolean, told = said->'told',
      shared_by = (said->>'shared_by')::uuid
    WHERE f.id = failure AND f.version = of_version;
  RETURN FOUND;
END $$;

-- Failures as they stand, whoever hears: of contacts, of cases, by id; and all that are open.
CREATE OR REPLACE FUNCTION enforcement_of_contacts(contacts uuid[]) RETURNS SETOF enforcement_failure
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT f.* FROM enforcement_failure f WHERE f.contact_id = ANY (contacts) ORDER BY f.id
$$;
CREATE OR REPLACE FUNCTION enforcement_of_cases(cases uuid[]) RETURNS SETOF enforcement_failure
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT f.* FROM enforcement_failure f WHERE f.case_id = ANY (cases) ORDER BY f.failed_on, f.id
$$;
CREATE OR REPLACE FUNCTION enforcement_by_id(failures uuid[]) RETURNS SETOF enforcement_failure
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT f.* FROM enforcement_failure f WHERE f.id = ANY (failures) ORDER BY f.id
$$;
CREATE OR REPLACE FUNCTION enforcement_steps_of(failures uuid[]) RETURNS SETOF enforcement_failurestep
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.* FROM enforcement_failurestep s WHERE s.failure_id = ANY (failures) ORDER BY s.failure_id, s.number
$$;
CREATE OR REPLACE FUNCTION enforcement_open() RETURNS SETOF enforcement_failure
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT f.* FROM enforcement_failure f WHERE f.ended_at IS NULL ORDER BY f.id
$$;

CREATE OR REPLACE FUNCTION enforcement_of_sentences(sentences uuid[]) RETURNS SETOF enforcement_failure
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT f.* FROM enforcement_failure f WHERE f.sentence_id = ANY (sentences) ORDER BY f.id
$$;

-- Which team of which body answers for the case of each of these failures now, and whether it is closed.
CREATE OR REPLACE FUNCTION enforcement_answering(failures uuid[]) RETURNS TABLE (failure_id uuid, unit_id uuid, organisation_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT f.id, a.unit_id, access_organisation_of(a.unit_id) FROM enforcement_failure f
    JOIN supervision_teams_answering(ARRAY(SELECT o.case_id FROM enforcement_failure o WHERE o.id = ANY (failures))) a ON a.case_id = f.case_id
    WHERE f.id = ANY (failures)
$$;

-- Draws a decision of somebody paid for delivery, once, for a team that looks at it, or says why none does.
CREATE OR REPLACE FUNCTION enforcement_draw(made uuid, of_step uuid, auditor uuid, because text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO enforcement_decisionaudit (id, person_id, failure_id, step_id, drawn_at, auditor_unit, shared_by, undrawn_because, note)
    SELECT made, f.person_id, f.id, s.id, app_at(), auditor, f.decider_organisation, because, ''
      FROM enforcement_failurestep s JOIN enforcement_failure f ON f.id = s.failure_id
      WHERE s.id = of_step AND f.audited ON CONFLICT (step_id) DO NOTHING;
  PERFORM access_derive_grants('decision audit', ARRAY[made]);
END $$;

-- Where a model has the shield, nobody paid by the decision takes it, whoever they are and however they write it.
CREATE OR REPLACE FUNCTION enforcement_shield() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.move IN ('warning decided', 'breach begun', 'put forward for recall', 'not enforceable') AND EXISTS (
      SELECT 1 FROM enforcement_failure f WHERE f.id = NEW.failure_id AND f.shielded AND NEW.organisation_id = ANY (f.paid)) THEN
    RAISE check_violation USING MESSAGE = 'nobody paid by the decision takes it', CONSTRAINT = 'nobody_paid_by_it_decides';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER enforcement_shield BEFORE INSERT OR UPDATE ON enforcement_failurestep
  FOR EACH ROW EXECUTE FUNCTION enforcement_shield();

REVOKE ALL ON FUNCTION enforcement_note(jsonb), enforcement_move(uuid, integer, jsonb), enforcement_assign(uuid, integer, jsonb),
  enforcement_of_contacts(uuid[]), enforcement_of_cases(uuid[]), enforcement_by_id(uuid[]), enforcement_steps_of(uuid[]),
  enforcement_of_sentences(uuid[]), enforcement_open(), enforcement_answering(uuid[]), enforcement_draw(uuid, uuid, uuid, text), enforcement_shield()
  FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION enforcement_note(jsonb), enforcement_move(uuid, integer, jsonb), enforcement_assign(uuid, integer, jsonb),
  enforcement_of_contacts(uuid[]), enforcement_of_cases(uuid[]), enforcement_by_id(uuid[]), enforcement_steps_of(uuid[]),
  enforcement_of_sentences(uuid[]), enforcement_open(), enforcement_answering(uuid[]), enforcement_draw(uuid, uuid, uuid, text) TO throughcare_worker;

-- What failures since a day took, and nobody named: of teams that recorded enough of them to say anything, for whoever may look at figures.
-- ``who`` stands for the person among the rows of one answer, and nowhere else.
DROP FUNCTION IF EXISTS enforcement_timed(date, integer);
CREATE FUNCTION enforcement_timed(since date, fewest integer) RETURNS TABLE (notifier_organisation uuid, notifier_unit uuid,
  decider_organisation uuid, decider_unit uuid, what text, failed_on date, same_body boolean, refer_days smallint, moves text[], days date[], untils date[],
  who bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT f.notifier_organisation, f.notifier_unit, f.decider_organisation, f.decider_unit, f.what::text, f.failed_on, f.same_body, f.refer_days,
      made.moves, made.days, made.untils, dense_rank() OVER (ORDER BY md5(f.person_id::text || app_at()::text))
    FROM enforcement_failure f CROSS JOIN LATERAL (SELECT array_agg(s.move::text ORDER BY s.number) AS moves,
        array_agg(s."on" ORDER BY s.number) AS days, array_agg(s.until ORDER BY s.number) AS untils
        FROM enforcement_failurestep s WHERE s.failure_id = f.id) made
    WHERE may(LOOK_AT_AREA_FIGURES) AND f.failed_on >= since AND f.notifier_unit IN (SELECT o.notifier_unit FROM enforcement_failure o
      WHERE o.failed_on >= since GROUP BY o.notifier_unit HAVING count(DISTINCT o.person_id) >= fewest)
$$;
REVOKE ALL ON FUNCTION enforcement_timed(date, integer) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION enforcement_timed(date, integer) TO throughcare_web, throughcare_worker;
