-- Brings sentences and reports in line with a person's death as it stands: ends them once, or lets them go on once.
CREATE OR REPLACE FUNCTION courts_follow_death(person uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  death people_death;
  ended uuid[];
  back jsonb;
BEGIN
  SELECT * INTO death FROM people_death_of(person);
  IF death.id IS NULL THEN
    RETURN;
  ELSIF death.withdrawn_at IS NULL THEN
    ended := people_stop(death, 'courts_sentence', $w$t.state IN ('in force', 'in breach')$w$,
      format($s$state = 'ended by death', ended_on = greatest(t.imposed_on, %L::date), version = t.version + 1$s$, death.died_on));
    PERFORM people_stop(death, 'courts_reportrequest', $w$t.state IN ('requested', 'writing')$w$,
      $s$state = 'withdrawn', version = t.version + 1$s$);
    INSERT INTO courts_sentenceevent (id, person_id, sentence_id, kind, "on", because, member_id, at)
      SELECT gen_random_uuid(), person, s.id, 'death', s.ended_on, 'The person died', app_member(), app_at()
        FROM courts_sentence s WHERE s.id = ANY (ended);
  ELSE
    back := people_start_again(death, 'courts');
    INSERT INTO courts_sentenceevent (id, person_id, sentence_id, kind, "on", because, member_id, at)
      SELECT gen_random_uuid(), person, s::uuid, 'death withdrawn', death.died_on, death.withdrawn_because, app_member(), app_at()
        FROM jsonb_array_elements_text(back->'courts_sentence') s;
  END IF;
END $$;

REVOKE ALL ON FUNCTION courts_follow_death(uuid) FROM PUBLIC, throughcare_web;
GRANT EXECUTE ON FUNCTION courts_follow_death(uuid) TO throughcare_worker;
