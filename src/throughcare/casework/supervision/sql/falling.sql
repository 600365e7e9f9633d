-- Which team answers for the case of a sentence: for the worker alone, which asks somebody who leads it to look, where
-- whoever recorded that the sentence fell away does not see the case.
CREATE OR REPLACE FUNCTION supervision_team_of_sentence(of_sentence uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.unit_id FROM supervision_matter m JOIN supervision_case k ON k.id = m.case_id
    WHERE m.kind = 'sentence' AND m.about_id = of_sentence ORDER BY m.at DESC LIMIT 1
$$;
REVOKE ALL ON FUNCTION supervision_team_of_sentence(uuid) FROM PUBLIC, throughcare_web;
GRANT EXECUTE ON FUNCTION supervision_team_of_sentence(uuid) TO throughcare_worker;
