-- When two records are found to be one person's, what courts did follows to the survivor; undone, it goes back.
-- The worker hears of a merge as the member who made it, who may not see all that moves: this says what may move.

-- Gives appearances and all that hangs on them to a person, and sight of them with it.
CREATE OR REPLACE FUNCTION courts_give(appearances uuid[], onto uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  waiting uuid[];
BEGIN
  UPDATE courts_appearance SET person_id = onto WHERE id = ANY (appearances);
  UPDATE courts_appearanceoffence SET person_id = onto WHERE appearance_id = ANY (appearances);
  UPDATE courts_alsolisted SET person_id = onto WHERE appearance_id = ANY (appearances);
  UPDATE courts_courtquestion SET person_id = onto WHERE appearance_id = ANY (appearances);
  UPDATE courts_reportrequest SET person_id = onto WHERE appearance_id = ANY (appearances);
  UPDATE courts_sentence SET person_id = onto WHERE appearance_id = ANY (appearances);
  UPDATE courts_requirement q SET person_id = onto FROM courts_sentence s
    WHERE s.id = q.sentence_id AND s.appearance_id = ANY (appearances);
  UPDATE courts_sentenceevent e SET person_id = onto FROM courts_sentence s
    WHERE s.id = e.sentence_id AND s.appearance_id = ANY (appearances);
  PERFORM access_derive_grants('court date', appearances), access_end_strays('court date', appearances);
  waiting := ARRAY(SELECT c.id FROM courts_correctedresult c JOIN courts_appearance a
    ON a.court_code = c.court_code AND a.result_ref = c.result_ref WHERE a.id = ANY (appearances));
  PERFORM access_derive_grants('corrected result', waiting), access_end_strays('corrected result', waiting);
END $$;

-- Brings the record in line with a merge as it stands: carries it over once, or puts it back once. Answers which.
CREATE OR REPLACE FUNCTION courts_follow_merge(merge uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  stands people_merge;
  carried courts_carriedover;
  rows_moved uuid[];
BEGIN
  SELECT * INTO stands FROM people_merge_to_follow(merge);
  IF stands.id IS NULL THEN
    RAISE EXCEPTION 'there is no such merge';
  END IF;
  SELECT * INTO carried FROM courts_carriedover WHERE merge_id = merge;
  IF stands.undone_at IS NULL AND carried.merge_id IS NULL THEN
    -- What was merged into this record before comes along, whichever of the two is heard of first.
    PERFORM courts_follow_merge(m.id) FROM people_merged_before(merge) AS m (id)
      WHERE NOT EXISTS (SELECT 1 FROM courts_carriedover c WHERE c.merge_id = m.id);
    SELECT coalesce(array_agg(id ORDER BY id), '{}') INTO rows_moved FROM courts_appearance
      WHERE person_id = stands.merged_id;
    INSERT INTO courts_carriedover (merge_id, carried_at, moved)
      VALUES (merge, app_at(), jsonb_build_object('courts_appearance', to_jsonb(rows_moved)));
    PERFORM courts_give(rows_moved, stands.survivor_id);
    RETURN 'carried';
  ELSIF stands.undone_at IS NOT NULL AND carried.merge_id IS NOT NULL AND carried.put_back_at IS NULL THEN
    -- A later merge on top was undone first, so it is put back first.
    PERFORM courts_follow_merge(later.id) FROM (SELECT m.id FROM people_undone_after(merge) AS m (id)
      JOIN courts_carriedover c ON c.merge_id = m.id AND c.put_back_at IS NULL
      ORDER BY m.id DESC) AS later;
    rows_moved := ARRAY(SELECT jsonb_array_elements_text(carried.moved->'courts_appearance')::uuid);
    PERFORM courts_give(rows_moved, stands.merged_id);
    UPDATE courts_carriedover SET put_back_at = app_at() WHERE merge_id = merge;
    RETURN 'put back';
  END IF;
  RETURN 'nothing to do';
END $$;

REVOKE ALL ON FUNCTION courts_give(uuid[], uuid), courts_follow_merge(uuid) FROM PUBLIC, throughcare_web;
GRANT EXECUTE ON FUNCTION courts_follow_merge(uuid) TO throughcare_worker;
