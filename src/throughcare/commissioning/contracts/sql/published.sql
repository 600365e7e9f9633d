-- What anybody may know of agreements, signed in or not: those that all four signed, with their editions, their end, what was
-- approved to be credited, and what was paid. Nobody who signed, no terms and no row that earned anything is in it.
CREATE OR REPLACE FUNCTION contracts_published()
RETURNS TABLE (agreement uuid, title text, buyer uuid, provider uuid, competition uuid, package text, said jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH agreed AS (
      SELECT t.*, max(s.at) AS signed FROM contracts_terms t JOIN contracts_signature s ON s.terms_id = t.id
      GROUP BY t.id HAVING count(*) = 4),
    approved AS (
      SELECT s.agreement_id, l.month, l.what, l.name, l.pence AS stated, e.pence, e.at, s.id AS statement_id
      FROM contracts_entry e JOIN contracts_line l ON l.id = e.line_id JOIN contracts_statement s ON s.id = l.statement_id)
  SELECT a.id, a.title::text, a.buyer_unit, a.provider_unit, a.competition_id, a.package::text, jsonb_build_object(
    'editions', (SELECT jsonb_agg(jsonb_build_object('number', g.number, 'kind', g.kind, 'starts', g.starts, 'ends', g.ends,
        'fees', g.fees, 'at', g.signed) ORDER BY g.number) FROM agreed g WHERE g.agreement_id = a.id),
    'ending', (SELECT jsonb_build_object('last_day', n.last_day, 'at', n.at) FROM contracts_ending n WHERE n.agreement_id = a.id),
    'credits', (SELECT jsonb_agg(jsonb_build_object('month', p.month, 'level', p.name, 'stated', p.stated, 'pence', p.pence, 'at', p.at)
        ORDER BY p.at, p.month, p.name) FROM approved p WHERE p.agreement_id = a.id AND p.what = 'credit'),
    'payments', (SELECT jsonb_agg(jsonb_build_object('id', y.id, 'paid_on', y.paid_on, 'at', y.at, 'pence', (
          SELECT sum(p.pence) FROM approved p WHERE p.statement_id = y.statement_id AND p.at = y.approved_at)) ORDER BY y.at, y.id)
        FROM contracts_payment y JOIN contracts_statement s ON s.id = y.statement_id WHERE s.agreement_id = a.id))
  FROM contracts_agreement a WHERE EXISTS (SELECT 1 FROM agreed g WHERE g.agreement_id = a.id)
  ORDER BY a.at, a.id
$$;
REVOKE ALL ON FUNCTION contracts_published() FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION contracts_published() TO throughcare_web, throughcare_worker;
