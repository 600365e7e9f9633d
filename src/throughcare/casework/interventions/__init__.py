"""Interventions: the catalogue of services, referrals to them across organisations, waits and what became of each."""
