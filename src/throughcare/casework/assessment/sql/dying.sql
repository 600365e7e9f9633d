-- Brings what is assessed in line with a person's death as it stands: the tier ends and what is under way is locked, or goes on.
CREATE OR REPLACE FUNCTION assessment_follow_death(person uuid, under_way text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  death people_death;
BEGIN
  SELECT * INTO death FROM people_death_of(person);
  IF death.id IS NULL THEN
    RETURN;
  ELSIF death.withdrawn_at IS NULL THEN
    PERFORM people_stop(death, 'assessment_tier', 'upper_inf(t.during)', 'during = tstzrange(lower(t.during), greatest(app_at(), lower(t.during)))'),
      people_stop(death, 'assessment_assessment', format('t.state = ANY (%L::text[])', under_way), $s$state = 'locked incomplete', version = t.version + 1$s$),
      people_stop(death, 'assessment_registration', 'upper_inf(t.during)', 'during = tstzrange(lower(t.during), greatest(app_at(), lower(t.during)))');
  ELSE
    PERFORM people_start_again(death, 'assessment');
  END IF;
END $$;

REVOKE ALL ON FUNCTION assessment_follow_death(uuid, text[]) FROM PUBLIC, throughcare_web;
GRANT EXECUTE ON FUNCTION assessment_follow_death(uuid, text[]) TO throughcare_worker;
