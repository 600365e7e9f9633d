-- Which results are recorded already, and their digests: existence only, for the job that imports results.
CREATE OR REPLACE FUNCTION courts_recorded_results(courts text[], refs text[])
RETURNS TABLE (court_code text, result_ref text, digest text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.court_code, a.result_ref, a.digest
    FROM unnest(courts, refs) AS asked (court_code, result_ref)
    JOIN courts_appearance a ON a.court_code = asked.court_code AND a.result_ref = asked.result_ref
    WHERE 'import court results' = ANY (app_permissions())
  UNION ALL SELECT o.court_code, o.result_ref, o.digest
    FROM unnest(courts, refs) AS asked (court_code, result_ref)
    JOIN courts_organisationresult o ON o.court_code = asked.court_code AND o.result_ref = asked.result_ref
    WHERE 'import court results' = ANY (app_permissions())
$$;
REVOKE ALL ON FUNCTION courts_recorded_results(text[], text[]) FROM PUBLIC, throughcare_web;
GRANT EXECUTE ON FUNCTION courts_recorded_results(text[], text[]) TO throughcare_worker;
