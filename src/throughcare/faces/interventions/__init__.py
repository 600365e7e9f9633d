"""The face of interventions: the catalogue of services, which of them fit a person, and referrals on both sides."""
