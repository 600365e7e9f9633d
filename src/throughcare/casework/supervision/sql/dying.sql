-- Brings a person's case in line with their death as it stands: closes it once, or opens it again once as it stood.
-- Answers the case closed or opened by it, and which.
CREATE OR REPLACE FUNCTION supervision_follow_death(person uuid, reads_for interval, OUT done text, OUT of_cases uuid[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  death people_death;
  back jsonb;
  ending constant text := 'tstzrange(lower(t.during), greatest(app_at(), lower(t.during)))';
BEGIN
  done := 'nothing to do';
  SELECT * INTO death FROM people_death_of(person);
  IF death.id IS NULL THEN
    RETURN;
  ELSIF death.withdrawn_at IS NULL THEN
    PERFORM people_stop(death, 'supervision_tenure', 'upper_inf(t.during)', format($s$during = %s, ended_because = 'case closed'$s$, ending)),
      people_stop(death, 'supervision_jointwork', 'upper_inf(t.during)', 'during = ' || ending),
      people_stop(death, 'supervision_gap', 'upper_inf(t.during)', 'during = ' || ending),
      people_stop(death, 'supervision_transfer', $w$t.state = 'offered' OR (t.kind = 'temporary' AND t.state = 'accepted')$w$,
        $s$sight = tstzrange(lower(t.sight), least(upper(t.sight), greatest(app_at(), lower(t.sight)))),
          state = CASE t.state WHEN 'offered' THEN 'withdrawn' ELSE 'returned' END, answered_at = app_at(),
          answer = CASE t.state WHEN 'offered' THEN 'the person died' ELSE t.answer END, version = t.version + 1$s$),
      people_stop(death, 'supervision_responsibility', 'upper_inf(t.during)', format(
        $s$during = %1$s, sight = tstzrange(lower(t.sight), greatest(app_at(), lower(t.sight)) + %2$L::interval)$s$, ending, reads_for));
    of_cases := people_stop(death, 'supervision_case', 't.closed_at IS NULL',
      format($s$closed_at = app_at(), closed_because = %L, version = t.version + 1$s$, 'the person died on ' || to_char(death.died_on, 'FMDD FMMonth YYYY')));
    done := 'closed';
  ELSE
    back := people_start_again(death, 'supervision');
    of_cases := ARRAY(SELECT jsonb_array_elements_text(back->'supervision_case')::uuid);
    done := 'opened';
  END IF;
  PERFORM supervision_see_again(ARRAY(SELECT supervision_cases_of(ARRAY[person])));
  INSERT INTO supervision_timelineentry (id, person_id, case_id, at, kind, what, note, member_id, about_id)
    SELECT gen_random_uuid(), k.person_id, k.id, app_at(), 'closed',
      CASE done WHEN 'closed' THEN 'Case closed: the person died' ELSE 'Case open again: the death was recorded by mistake' END,
      CASE done WHEN 'closed' THEN k.closed_because ELSE death.withdrawn_because END, app_member(), death.id
      FROM supervision_case k WHERE k.id = ANY (of_cases);
END $$;

DROP FUNCTION IF EXISTS supervision_see_again(uuid);
-- Sight of people as the rows of these cases now say: what ended gives none, what goes on gives it again.
CREATE OR REPLACE FUNCTION supervision_see_again(cases uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  cause text;
  ids uuid[];
BEGIN
  FOREACH cause IN ARRAY ARRAY['responsibility', 'tenure', 'transfer'] LOOP
    EXECUTE format('SELECT coalesce(array_agg(id), ''{}'') FROM %I WHERE case_id = ANY ($1)', 'supervision_' || cause)
      INTO ids USING cases;
    PERFORM access_derive_grants(cause, ids), access_end_strays(cause, ids);
  END LOOP;
  SELECT coalesce(array_agg(id), '{}') INTO ids FROM supervision_jointwork WHERE case_id = ANY (cases);
  FOREACH cause IN ARRAY ARRAY['iom cohort', 'mappa cohort'] LOOP
    PERFORM access_derive_grants(cause, ids), access_end_strays(cause, ids);
  END LOOP;
END $$;

REVOKE ALL ON FUNCTION supervision_follow_death(uuid, interval), supervision_see_again(uuid[]) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION supervision_follow_death(uuid, interval) TO throughcare_worker;
