-- Whether whoever asks ever sent a licence for approval: then they never approve it. Of a licence that they may not see, no.
CREATE OR REPLACE FUNCTION release_sent_by_viewer(of_licence uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM release_licencestep s WHERE s.licence_id = of_licence AND s.member_id = app_member()
    AND s.move IN ('send for approval', 'make a standard licence') AND access_may_see(s.person_id))
$$;

REVOKE ALL ON FUNCTION release_sent_by_viewer(uuid) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION release_sent_by_viewer(uuid) TO throughcare_web, throughcare_worker;
