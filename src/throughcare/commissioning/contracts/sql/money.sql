-- What the policies of statements ask: each reads this context's own tables, whoever asks, and answers yes or no alone.

-- Whether the viewer is shown an agreement's money: whoever looks at money in a team of a side, or approves it in the buyer's
-- organisation.
CREATE OR REPLACE FUNCTION contracts_money_seen(agreed uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM contracts_agreement a WHERE a.id = agreed AND ((may(LOOK_AT_MONEY) AND app_unit() IN (a.buyer_unit, a.provider_unit))
    OR (may(APPROVE_PAYMENT) AND access_organisation_of(a.buyer_unit) = app_organisation())))
$$;

-- Whether the viewer's team is the buyer of an agreement.
CREATE OR REPLACE FUNCTION contracts_buys(agreed uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM contracts_agreement a WHERE a.id = agreed AND a.buyer_unit = app_unit())
$$;

-- Whether a statement is being written by the viewer now: lines are added in the transaction that made it and never later.
CREATE OR REPLACE FUNCTION contracts_is_mine(made uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM contracts_statement s WHERE s.id = made AND s.member_id = app_member() AND s.at = app_at())
$$;

-- Whether the viewer's team may dispute a line: it is the provider's, and the line is not approved.
CREATE OR REPLACE FUNCTION contracts_may_dispute(of_line uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM contracts_line l JOIN contracts_statement s ON s.id = l.statement_id
      JOIN contracts_agreement a ON a.id = s.agreement_id WHERE l.id = of_line AND a.provider_unit = app_unit())
    AND NOT EXISTS (SELECT 1 FROM contracts_entry e WHERE e.line_id = of_line)
$$;

-- Whether the viewer's team may rule on a line: it is the buyer's, the line is disputed, and they are neither who disputed it
-- under another hat nor of the team that is paid.
CREATE OR REPLACE FUNCTION contracts_may_rule(of_line uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM contracts_dispute d JOIN contracts_line l ON l.id = d.line_id JOIN contracts_statement s ON s.id = l.statement_id
      JOIN contracts_agreement a ON a.id = s.agreement_id WHERE d.line_id = of_line AND a.buyer_unit = app_unit()
      AND NOT access_same_somebody(d.member_id, app_member()) AND NOT access_belongs(access_my_account(), a.provider_unit))
$$;

-- Whether somebody may approve so many pence of a line: in the buyer's organisation, not who drew the statement or ruled on the
-- line under any hat, nor of the team that is paid; what stands by the line or by the ruling on it, and nothing that is disputed and not ruled on.
CREATE OR REPLACE FUNCTION contracts_may_approve(of_line uuid, of_pence bigint, approver uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM contracts_line l JOIN contracts_statement s ON s.id = l.statement_id
      JOIN contracts_agreement a ON a.id = s.agreement_id
      LEFT JOIN contracts_dispute d ON d.line_id = l.id LEFT JOIN contracts_ruling r ON r.line_id = l.id
    WHERE l.id = of_line AND access_organisation_of(a.buyer_unit) = app_organisation()
      AND NOT access_same_somebody(s.member_id, approver) AND NOT access_belongs(access_my_account(), a.provider_unit) AND (d.id IS NULL OR r.id IS NOT NULL)
      AND (r.id IS NULL OR NOT access_same_somebody(r.member_id, approver)) AND of_pence = coalesce(r.pence, l.pence))
$$;

-- Whether an invoice of a statement may be said to be paid on a day: in the buyer's organisation, not by the team that is paid; its
-- lines were approved at that instant, and the day lies between then and now.
CREATE OR REPLACE FUNCTION contracts_may_pay(of_statement uuid, approved timestamptz, on_day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT on_day BETWEEN (approved AT TIME ZONE 'Europe/London')::date AND (app_at() AT TIME ZONE 'Europe/London')::date AND EXISTS (
    SELECT 1 FROM contracts_statement s JOIN contracts_agreement a ON a.id = s.agreement_id
      JOIN contracts_line l ON l.statement_id = s.id JOIN contracts_entry e ON e.line_id = l.id
    WHERE s.id = of_statement AND e.at = approved AND access_organisation_of(a.buyer_unit) = app_organisation()
      AND NOT access_belongs(access_my_account(), a.provider_unit))
$$;

-- The two teams of an agreement, for whoever is shown its money.
CREATE OR REPLACE FUNCTION contracts_sides(agreed uuid) RETURNS TABLE (buyer uuid, provider uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.buyer_unit, a.provider_unit FROM contracts_agreement a WHERE a.id = agreed AND contracts_money_seen(agreed)
$$;

-- Whether the viewer measures for the body that buys by an agreement, and belongs to no team of the one that is paid.
CREATE OR REPLACE FUNCTION contracts_measured_here(agreed uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM contracts_agreement a WHERE a.id = agreed AND access_organisation_of(a.buyer_unit) = app_organisation()
    AND NOT access_belongs(access_my_account(), a.provider_unit))
$$;

-- The terms agreed of agreements that the viewer measures for, one or all of them.
CREATE OR REPLACE FUNCTION contracts_terms_measured(agreed uuid)
RETURNS TABLE (agreement uuid, title text, number smallint, starts date, terms text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.id, a.title::text, t.number, t.starts, t.text FROM contracts_agreement a JOIN contracts_terms t ON t.agreement_id = a.id
  WHERE (agreed IS NULL OR a.id = agreed) AND may(RECORD_RESULT) AND contracts_measured_here(a.id)
    AND (SELECT count(*) FROM contracts_signature s WHERE s.terms_id = t.id) = 4
  ORDER BY a.title, a.id, t.number
$$;

-- A statement says what its lines come to, to the penny, whoever wrote it and however: looked at as its transaction ends.
CREATE OR REPLACE FUNCTION contracts_sums() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  of_statement uuid := CASE TG_TABLE_NAME WHEN 'contracts_line' THEN (to_jsonb(NEW)->>'statement_id')::uuid ELSE (to_jsonb(NEW)->>'id')::uuid END;
BEGIN
  IF (SELECT s.pence FROM contracts_statement s WHERE s.id = of_statement)
      IS DISTINCT FROM (SELECT coalesce(sum(l.pence), 0) FROM contracts_line l WHERE l.statement_id = of_statement) THEN
    RAISE EXCEPTION 'a statement says what its lines come to' USING ERRCODE = '23514', CONSTRAINT = 'a_statement_sums_to_the_penny';
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS a_statement_sums_to_the_penny ON contracts_statement;
CREATE CONSTRAINT TRIGGER a_statement_sums_to_the_penny AFTER INSERT OR UPDATE ON contracts_statement
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION contracts_sums();
DROP TRIGGER IF EXISTS a_statement_sums_to_the_penny ON contracts_line;
CREATE CONSTRAINT TRIGGER a_statement_sums_to_the_penny AFTER INSERT OR UPDATE ON contracts_line
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION contracts_sums();

REVOKE ALL ON FUNCTION contracts_may_pay(uuid, timestamptz, date), contracts_sides(uuid), contracts_measured_here(uuid), contracts_terms_measured(uuid), contracts_money_seen(uuid), contracts_buys(uuid), contracts_is_mine(uuid), contracts_may_dispute(uuid),
  contracts_may_rule(uuid), contracts_may_approve(uuid, bigint, uuid), contracts_sums() FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION contracts_may_pay(uuid, timestamptz, date), contracts_sides(uuid), contracts_measured_here(uuid), contracts_terms_measured(uuid), contracts_money_seen(uuid), contracts_buys(uuid), contracts_is_mine(uuid), contracts_may_dispute(uuid),
  contracts_may_rule(uuid), contracts_may_approve(uuid, bigint, uuid) TO throughcare_web, throughcare_worker;
