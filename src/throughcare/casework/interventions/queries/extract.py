"""What interventions publishes of its referrals for counting: for which need somebody was taken on and from when, nobody named."""

# From the day the provider took somebody on until it ended; whoever was refused was never taken on.
TAKEN_ON = """SELECT person_id::text AS person, need AS value, (answered_at AT TIME ZONE 'Europe/London')::date AS from_day,
  (ended_at AT TIME ZONE 'Europe/London')::date AS to_day
  FROM interventions_referral WHERE answered_at IS NOT NULL AND state <> 'refused'"""
