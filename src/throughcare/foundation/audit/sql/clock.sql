-- Whether the clock is behind what was sealed by more than is borne; `audit/clock.py` says so in words.
CREATE OR REPLACE FUNCTION audit_clock_went_back() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(clock_timestamp() < (SELECT sealed_at FROM audit_batch ORDER BY number DESC LIMIT 1) - interval '2 minutes', false)
$$;
REVOKE ALL ON FUNCTION audit_clock_went_back() FROM PUBLIC;
