-- What becomes of applications for a place when a case closes or a person dies. The worker hears of it as the member who did it,
-- who may not see what another organisation does: only what the cases themselves show is changed.

-- Writes the next move of applications: from where the last one left them to how they now stand.
CREATE OR REPLACE FUNCTION accommodation_tell(of_applications uuid[], reason text, note text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO accommodation_applicationmove (id, person_id, application_id, number, before, after, reason, note, at, member_id)
    SELECT gen_random_uuid(), e.person_id, e.id, last.number + 1, last.after, e.state, reason, note, app_at(), app_member()
      FROM accommodation_application e, LATERAL (SELECT m.number, m.after FROM accommodation_applicationmove m
        WHERE m.application_id = e.id ORDER BY m.number DESC LIMIT 1) last
      WHERE e.id = ANY (of_applications)
$$;

-- Ends the open applications of closed cases, with a move that says so: a resident has departed, anybody else is withdrawn; a bed is
-- free again, and the sight that both gave is over.
CREATE OR REPLACE FUNCTION accommodation_follow_cases(of_cases uuid[], reason text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  today date := (app_at() AT TIME ZONE 'Europe/London')::date;
  ended uuid[];
  stays uuid[] := '{}';
  fresh uuid[];
  dead people_death;
  stopped uuid[] := '{}';
  set_application text := $s$state = CASE t.state WHEN 'resident' THEN 'departed' ELSE 'withdrawn' END, ended_at = app_at(),
    moved_at = app_at(), version = t.version + 1, sight = tstzrange(lower(t.sight), greatest(app_at(), lower(t.sight)))$s$;
  set_stay text := $s$state = CASE t.state WHEN 'arrived' THEN 'departed' ELSE 'cancelled' END,
    left_on = CASE t.state WHEN 'arrived' THEN greatest(t.arrived_on, (app_at() AT TIME ZONE 'Europe/London')::date) END,
    nights = CASE t.state WHEN 'arrived' THEN daterange(lower(t.nights), greatest(lower(t.nights), (app_at() AT TIME ZONE 'Europe/London')::date))
      ELSE t.nights END, reason = %L, during = tstzrange(lower(t.during), greatest(app_at(), lower(t.during)))$s$;
BEGIN
  -- What a death ends is remembered as it stood: it goes on when the death was recorded by mistake, but a bed had by another since.
  FOR dead IN SELECT d.* FROM (SELECT DISTINCT k.person_id FROM supervision_standing_of(of_cases) k WHERE k.closed) who,
      people_death_of(who.person_id) d WHERE d.withdrawn_at IS NULL LOOP
    fresh := people_stop(dead, 'accommodation_application', format('t.ended_at IS NULL AND t.case_id = ANY (%L::uuid[])', of_cases),
      set_application);
    stopped := stopped || fresh;
    stays := stays || people_stop(dead, 'accommodation_stay',
      format('upper_inf(t.during) AND t.application_id = ANY (%L::uuid[])', fresh), format(set_stay, 'death'));
  END LOOP;
  PERFORM accommodation_tell(stopped, 'death', 'The person died.');
  WITH done AS (
    UPDATE accommodation_application t SET state = CASE t.state WHEN 'resident' THEN 'departed' ELSE 'withdrawn' END,
        ended_at = app_at(), moved_at = app_at(), version = t.version + 1,
        sight = tstzrange(lower(t.sight), greatest(app_at(), lower(t.sight)))
      WHERE t.case_id IN (SELECT k.case_id FROM supervision_standing_of(of_cases) k WHERE k.closed) AND t.ended_at IS NULL
      RETURNING t.id)
  SELECT coalesce(array_agg(id), '{}') INTO ended FROM done;
  PERFORM accommodation_tell(ended, reason, 'The case was closed.');
  WITH freed AS (
    UPDATE accommodation_stay t SET state = CASE t.state WHEN 'arrived' THEN 'departed' ELSE 'cancelled' END,
        left_on = CASE t.state WHEN 'arrived' THEN greatest(t.arrived_on, today) END,
        nights = CASE t.state WHEN 'arrived' THEN daterange(lower(t.nights), greatest(lower(t.nights), today)) ELSE t.nights END,
        reason = accommodation_follow_cases.reason, during = tstzrange(lower(t.during), greatest(app_at(), lower(t.during)))
      WHERE t.application_id = ANY (ended) AND upper_inf(t.during) RETURNING t.id)
  SELECT stays || coalesce(array_agg(id), '{}') INTO stays FROM freed;
  PERFORM access_derive_grants('stay', stays);
  PERFORM access_derive_grants('accommodation', stopped || ended);
  RETURN cardinality(stopped) + cardinality(ended);
END $$;

-- Frees the beds of whoever is away, for others: a resident has departed, whoever was to come did not, and the team that asked says
-- whether a bed is still needed. What has no bed yet goes on: most of it is asked for from inside. Answers how many.
CREATE OR REPLACE FUNCTION accommodation_free_beds(of_cases uuid[], left_because text, not_come_because text, gone_to text, said text)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  today date := (app_at() AT TIME ZONE 'Europe/London')::date;
  departed uuid[];
  awaited uuid[];
  stays uuid[];
BEGIN
  WITH done AS (
    UPDATE accommodation_application t SET state = 'departed', ended_at = app_at(), moved_at = app_at(), move_on = gone_to,
        version = t.version + 1, sight = tstzrange(lower(t.sight), greatest(app_at(), lower(t.sight)))
      WHERE t.case_id = ANY (of_cases) AND t.state = 'resident' AND t.ended_at IS NULL RETURNING t.id)
  SELECT coalesce(array_agg(id), '{}') INTO departed FROM done;
  WITH done AS (
    UPDATE accommodation_application t SET state = 'did not arrive', moved_at = app_at(), version = t.version + 1
      WHERE t.case_id = ANY (of_cases) AND t.state = 'bed booked' AND t.ended_at IS NULL RETURNING t.id)
  SELECT coalesce(array_agg(id), '{}') INTO awaited FROM done;
  PERFORM accommodation_tell(departed, left_because, said);
  PERFORM accommodation_tell(awaited, not_come_because, said);
  WITH freed AS (
    UPDATE accommodation_stay t SET state = CASE t.state WHEN 'arrived' THEN 'departed' ELSE 'not arrived' END,
        left_on = CASE t.state WHEN 'arrived' THEN greatest(t.arrived_on, today) END,
        nights = CASE t.state WHEN 'arrived' THEN daterange(lower(t.nights), greatest(lower(t.nights), today)) ELSE t.nights END,
        reason = CASE t.state WHEN 'arrived' THEN left_because ELSE not_come_because END,
        moved_on = CASE t.state WHEN 'arrived' THEN gone_to ELSE t.moved_on END,
        during = tstzrange(lower(t.during), greatest(app_at(), lower(t.during)))
      WHERE t.application_id = ANY (departed || awaited) AND upper_inf(t.during) RETURNING t.id)
  SELECT coalesce(array_agg(id), '{}') INTO stays FROM freed;
  PERFORM access_derive_grants('stay', stays);
  PERFORM access_derive_grants('accommodation', departed);
  RETURN cardinality(departed) + cardinality(awaited);
END $$;

-- Takes up again what a death had ended, once the cases are open again because it was recorded by mistake: whose bed is had by
-- another by now waits for one. Answers how many.
CREATE OR REPLACE FUNCTION accommodation_take_up_again(of_cases uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  death people_death;
  back jsonb;
  again uuid[];
  counted integer := 0;
BEGIN
  FOR death IN SELECT d.* FROM (SELECT DISTINCT k.person_id FROM supervision_standing_of(of_cases) k WHERE NOT k.closed) who,
      people_death_of(who.person_id) d WHERE d.withdrawn_at IS NOT NULL LOOP
    back := people_start_again(death, 'accommodation');
    again := ARRAY(SELECT jsonb_array_elements_text(back->'accommodation_application')::uuid);
    UPDATE accommodation_application a SET state = 'waiting for a bed', moved_at = app_at()
      WHERE a.id = ANY (again) AND a.state IN ('bed booked', 'resident') AND NOT EXISTS (
        SELECT 1 FROM accommodation_stay s WHERE s.application_id = a.id AND upper_inf(s.during));
    PERFORM accommodation_tell(again, 'other', 'The death was recorded by mistake.');
    PERFORM access_derive_grants('accommodation', again);
    PERFORM access_derive_grants('stay', ARRAY(SELECT jsonb_array_elements_text(back->'accommodation_stay')::uuid));
    counted := counted + cardinality(again);
  END LOOP;
  RETURN counted;
END $$;

-- Whoever asked and sees the person no longer cannot do their part: the team that answers for the case does.
CREATE OR REPLACE FUNCTION accommodation_pass_on(of_cases uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE accommodation_application e SET from_unit = k.unit_id, version = e.version + 1 FROM supervision_teams_answering(of_cases) k
    WHERE e.case_id = k.case_id AND e.ended_at IS NULL AND e.from_unit <> k.unit_id
      AND (e.from_unit = e.to_unit OR NOT access_unit_sees(e.from_unit, e.person_id))
$$;

-- Whether an application was open before it is changed: what has ended is not opened again by hand.
CREATE OR REPLACE FUNCTION accommodation_runs(application uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM accommodation_application e
    WHERE e.id = application AND e.ended_at IS NULL AND access_may_see(e.person_id))
$$;

-- Whether somebody has, or had, a bed in premises of the viewer's own teams.
CREATE OR REPLACE FUNCTION accommodation_lives_with_us(application uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM accommodation_stay p WHERE p.application_id = application AND p.unit_id = ANY (app_units()))
$$;

-- The nights on which these beds are had from a day on, whoever may see by whom: a number of nights, and nobody named. Somebody who
-- was to have left and of whom nobody recorded it still has the bed.
CREATE OR REPLACE FUNCTION accommodation_taken(of_beds uuid[], since date, today date)
RETURNS TABLE (bed_id uuid, first_night date, leaves date, occupied boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.bed_id, lower(s.nights), CASE WHEN s.state = 'arrived' THEN greatest(upper(s.nights), today + 1) ELSE upper(s.nights) END,
      s.state <> 'booked'
    FROM accommodation_stay s WHERE s.bed_id = ANY (of_beds) AND s.state IN ('booked', 'arrived', 'departed') AND NOT isempty(s.nights)
      AND (upper(s.nights) > since OR s.state = 'arrived')
$$;

-- How often these reasons moved an application of the viewer's own teams back to waiting or to no bed, from a day to another: numbers alone.
CREATE OR REPLACE FUNCTION accommodation_lost(reasons text[], since date, until date) RETURNS TABLE (reason text, times bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.reason::text, count(*) FROM accommodation_applicationmove m JOIN accommodation_application a ON a.id = m.application_id
    WHERE m.reason = ANY (reasons) AND m.after IN ('no bed found', 'waiting for a bed') AND a.to_unit = ANY (app_units())
      AND (m.at AT TIME ZONE 'Europe/London')::date >= since AND (m.at AT TIME ZONE 'Europe/London')::date < until
    GROUP BY m.reason ORDER BY m.reason
$$;

REVOKE ALL ON FUNCTION accommodation_tell(uuid[], text, text), accommodation_follow_cases(uuid[], text),
  accommodation_take_up_again(uuid[]), accommodation_pass_on(uuid[]), accommodation_runs(uuid), accommodation_lives_with_us(uuid),
  accommodation_taken(uuid[], date, date), accommodation_lost(text[], date, date),
  accommodation_free_beds(uuid[], text, text, text, text) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION accommodation_follow_cases(uuid[], text), accommodation_take_up_again(uuid[]), accommodation_pass_on(uuid[]),
  accommodation_free_beds(uuid[], text, text, text, text) TO throughcare_worker;
GRANT EXECUTE ON FUNCTION accommodation_runs(uuid), accommodation_lives_with_us(uuid), accommodation_taken(uuid[], date, date),
  accommodation_lost(text[], date, date) TO throughcare_web, throughcare_worker;
