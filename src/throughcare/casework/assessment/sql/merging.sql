-- When two records are found to be one person's, what was assessed of them follows to the survivor; undone, it goes back.
-- The worker hears of a merge as the member who made it, who may not see all that moves: this says what may move.

DROP FUNCTION IF EXISTS assessment_give(uuid[], uuid[], uuid[], uuid), assessment_make_room(people_merge, text[], uuid),
  assessment_take_room_back(jsonb), assessment_hand_over(jsonb, uuid), assessment_follow_merge(uuid, text[], uuid);

-- Where two registrations of a kind overlap: of two that both run, or both are over, the later begun stands from its start on;
-- of one that runs and one that is over, the one that runs stands.
CREATE OR REPLACE FUNCTION assessment_part_registrations(survivor uuid, merged uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  one record;
  before_kept tstzrange;
  before_gone tstzrange;
BEGIN
  FOR one IN SELECT k.id AS kept, g.id AS gone FROM assessment_registration k JOIN assessment_registration g
      ON g.kind = k.kind AND g.during && k.during WHERE k.person_id = survivor AND g.person_id = merged
      ORDER BY lower(g.during), lower(k.during), g.id, k.id LOOP
    SELECT during INTO before_kept FROM assessment_registration WHERE id = one.kept;
    SELECT during INTO before_gone FROM assessment_registration WHERE id = one.gone;
    CONTINUE WHEN NOT before_kept && before_gone;
    IF (upper_inf(before_gone) AND NOT upper_inf(before_kept))
        OR (upper_inf(before_gone) = upper_inf(before_kept) AND lower(before_gone) > lower(before_kept)) THEN
      UPDATE assessment_registration SET during = before_kept * tstzrange(NULL, lower(before_gone)) WHERE id = one.kept;
    ELSE
      UPDATE assessment_registration SET during = before_gone * tstzrange(NULL, lower(before_kept)) WHERE id = one.gone;
    END IF;
  END LOOP;
END $$;

-- Makes room for what is coming: of two assessments under way the merged record's is locked as it is, of two present scores of
-- an instrument the later stands, and the merged record's own tier ends. Answers the rows that changed, as they stood. What is said
-- are the states ``under_way``, of which a person may have one assessment at a time.
CREATE OR REPLACE FUNCTION assessment_make_room(merge uuid, said jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  stands people_merge;
  pair uuid[];
  under_way text[] := ARRAY(SELECT jsonb_array_elements_text(said->'under_way'));
  step uuid := gen_random_uuid();
  stood jsonb;
  locked uuid;
BEGIN
  SELECT * INTO stands FROM people_merge_to_follow(merge);
  pair := ARRAY[stands.survivor_id, stands.merged_id];
  SELECT g.id INTO locked FROM assessment_assessment g WHERE g.person_id = stands.merged_id AND g.state = ANY (under_way)
    AND EXISTS (SELECT 1 FROM assessment_assessment k WHERE k.person_id = stands.survivor_id AND k.state = ANY (under_way));
  SELECT jsonb_build_object(
    'step', step,
    'assessments', (SELECT coalesce(jsonb_agg(a), '[]') FROM assessment_assessment a WHERE a.id = locked),
    'scores', (SELECT coalesce(jsonb_agg(s), '[]') FROM assessment_score s WHERE s.person_id = ANY (pair) AND s.current),
    'registrations', (SELECT coalesce(jsonb_agg(r), '[]') FROM assessment_registration r WHERE r.person_id = ANY (pair)),
    'tiers', (SELECT coalesce(jsonb_agg(t), '[]') FROM assessment_tier t
      WHERE t.person_id = stands.merged_id AND upper_inf(t.during))) INTO stood;
  UPDATE assessment_assessment SET state = 'locked incomplete', version = version + 1 WHERE id = locked;
  INSERT INTO assessment_steptaken (id, person_id, assessment_id, step, state, version, member_id, at, because)
    SELECT step, person_id, id, 'lock incomplete', state, version, app_member(), app_at(),
      'The record was merged into one that has an assessment under way.' FROM assessment_assessment WHERE id = locked;
  UPDATE assessment_score s SET current = false FROM assessment_score other
    WHERE s.person_id = ANY (pair) AND other.person_id = ANY (pair) AND s.person_id <> other.person_id
      AND s.current AND other.current AND s.instrument = other.instrument
      AND (s.scored_at, s.person_id = stands.survivor_id) < (other.scored_at, other.person_id = stands.survivor_id);
  PERFORM assessment_part_registrations(stands.survivor_id, stands.merged_id);
  UPDATE assessment_tier SET during = tstzrange(lower(during), greatest(app_at(), lower(during)))
    WHERE person_id = stands.merged_id AND upper_inf(during);
  RETURN stood;
END $$;

-- Puts the rows that made room back as they stood, but what has been changed since by hand.
CREATE OR REPLACE FUNCTION assessment_take_room_back(merge uuid, stood jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE assessment_assessment a SET state = w.state, version = w.version
    FROM jsonb_populate_recordset(NULL::assessment_assessment, stood->'assessments') w
    WHERE a.id = w.id AND a.state = 'locked incomplete' AND a.version = w.version + 1;
  DELETE FROM assessment_steptaken p USING assessment_assessment a
    WHERE p.id = (stood->>'step')::uuid AND a.id = p.assessment_id AND a.state <> 'locked incomplete';
  UPDATE assessment_score s SET current = true
    FROM jsonb_populate_recordset(NULL::assessment_score, stood->'scores') w WHERE s.id = w.id AND NOT s.current
      AND NOT EXISTS (SELECT 1 FROM assessment_score o WHERE o.person_id = s.person_id AND o.instrument = s.instrument AND o.current);
  UPDATE assessment_registration r SET during = w.during
    FROM jsonb_populate_recordset(NULL::assessment_registration, stood->'registrations') w
    WHERE r.id = w.id AND r.during <> w.during AND NOT EXISTS (SELECT 1 FROM assessment_registration o
      WHERE o.person_id = r.person_id AND o.kind = r.kind AND o.id <> r.id AND o.during && w.during);
  UPDATE assessment_tier t SET during = w.during
    FROM jsonb_populate_recordset(NULL::assessment_tier, stood->'tiers') w WHERE t.id = w.id
      AND NOT EXISTS (SELECT 1 FROM assessment_tier o WHERE o.person_id = t.person_id AND o.id <> t.id AND o.during && w.during);
END $$;

REVOKE ALL ON FUNCTION assessment_part_registrations(uuid, uuid), assessment_make_room(uuid, jsonb), assessment_take_room_back(uuid, jsonb)
  FROM PUBLIC, throughcare_web, throughcare_worker;
