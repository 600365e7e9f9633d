-- Whether the viewer's team is the one that provides by an agreement.
CREATE OR REPLACE FUNCTION contracts_provides(agreed uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM contracts_agreement a WHERE a.id = agreed AND a.provider_unit = app_unit())
$$;

-- Whether the viewer makes a plan now: its points are written in the transaction that made it and never later.
CREATE OR REPLACE FUNCTION contracts_plans(made uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM contracts_plan p WHERE p.id = made AND p.member_id = app_member() AND p.at = app_at())
$$;

-- Whether a point of a plan may be moved so: the plan was not taken back, the provider's team says that it is done, and somebody else,
-- of the buyer's team and whatever hats they wear, agrees or sends it back.
CREATE OR REPLACE FUNCTION contracts_may_move(of_plan uuid, of_number smallint, how text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH last AS (SELECT s.move, s.member_id FROM contracts_planstep s WHERE s.plan_id = of_plan AND s.number = of_number ORDER BY s.place DESC LIMIT 1)
  SELECT EXISTS (SELECT 1 FROM contracts_point q WHERE q.plan_id = of_plan AND q.number = of_number)
    AND NOT EXISTS (SELECT 1 FROM contracts_plantakenback t WHERE t.plan_id = of_plan)
    AND EXISTS (SELECT 1 FROM contracts_plan p JOIN contracts_agreement a ON a.id = p.agreement_id WHERE p.id = of_plan
      AND app_unit() = CASE how WHEN 'say it is done' THEN a.provider_unit ELSE a.buyer_unit END)
    AND CASE how WHEN 'say it is done' THEN NOT EXISTS (SELECT 1 FROM last WHERE last.move <> 'send it back')
      ELSE EXISTS (SELECT 1 FROM last WHERE last.move = 'say it is done' AND NOT access_same_somebody(last.member_id, app_member())) END
$$;

-- Whether the viewer's team may take a plan back: it is the buyer's, and its points are not all agreed to.
CREATE OR REPLACE FUNCTION contracts_may_take_back(of_plan uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM contracts_plan p WHERE p.id = of_plan AND contracts_buys(p.agreement_id))
    AND EXISTS (SELECT 1 FROM contracts_point q WHERE q.plan_id = of_plan
      AND NOT EXISTS (SELECT 1 FROM contracts_planstep s WHERE s.plan_id = of_plan AND s.number = q.number AND s.move = 'agree that it is done'))
$$;

REVOKE ALL ON FUNCTION contracts_provides(uuid), contracts_plans(uuid), contracts_may_move(uuid, smallint, text), contracts_may_take_back(uuid)
  FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION contracts_provides(uuid), contracts_plans(uuid), contracts_may_move(uuid, smallint, text), contracts_may_take_back(uuid)
  TO throughcare_web, throughcare_worker;
