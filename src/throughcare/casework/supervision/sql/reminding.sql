-- Which appointments a reminder may be due of, for the service itself, which sees nobody: those that stand, of some kinds, in some
-- time, of which none was noted so many hours before or nearer; from after one of them on, the soonest first.
CREATE OR REPLACE FUNCTION supervision_unreminded(since timestamptz, until timestamptz, of_kinds text[], before integer, last uuid, most integer)
RETURNS TABLE (appointment_id uuid, starts_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.id, a.starts_at FROM supervision_appointment a JOIN supervision_case k ON k.id = a.case_id
    WHERE may(SEND_REMINDERS) AND access_is_the_service() AND a.called_off_at IS NULL AND k.closed_at IS NULL
      AND a.starts_at > since AND a.starts_at <= until AND a.kind = ANY (of_kinds)
      AND (last IS NULL OR (a.starts_at, a.id) > (SELECT b.starts_at, b.id FROM supervision_appointment b WHERE b.id = last))
      AND NOT EXISTS (SELECT 1 FROM supervision_reminder r WHERE r.appointment_id = a.id AND r.hours <= before)
    ORDER BY a.starts_at, a.id LIMIT most
$$;

-- What is known of some appointments as a reminder of them is about to go.
CREATE OR REPLACE FUNCTION supervision_remindable(appointments uuid[])
RETURNS TABLE (appointment_id uuid, person_id uuid, case_id uuid, organisation_id uuid, starts_at timestamptz, kind text,
  called_off boolean, closed boolean, in_custody boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.id, a.person_id, a.case_id, a.organisation_id, a.starts_at, a.kind, a.called_off_at IS NOT NULL,
      k.closed_at IS NOT NULL, k.place <> 'community'
    FROM supervision_appointment a JOIN supervision_case k ON k.id = a.case_id
    WHERE a.id = ANY (appointments) AND may(SEND_REMINDERS) AND access_is_the_service()
$$;

REVOKE ALL ON FUNCTION supervision_unreminded(timestamptz, timestamptz, text[], integer, uuid, integer), supervision_remindable(uuid[])
  FROM PUBLIC, throughcare_web;
GRANT EXECUTE ON FUNCTION supervision_unreminded(timestamptz, timestamptz, text[], integer, uuid, integer), supervision_remindable(uuid[])
  TO throughcare_worker;
