"""Words of this face: what opening its pages was, and why somebody could be seen."""

LOOKS = {
    "services": "Opened the catalogue of services",
    "service": "Opened a service",
    "describe_service": "Opened the page that says what a service is for and where",
    "service_overflow": "Opened the page that says what happens when a queue grows",
    "not_referred": "Opened the page to say that they are not referred because of the wait",
    "services_for": "Opened which services fit them",
    "refer": "Opened the page to refer them to a service",
    "waits": "Opened how long people wait for services",
    "session_list": "Opened the list of sessions",
    "referrals": "Opened the list of referrals",
    "referral": "Opened a referral",
    "transfer_referral": "Opened the page that passes a referral on",
    "hand_over_caseload": "Opened the page that hands a team's referrals over",
    "referral_step": "Opened the page to take a step on a referral",
}
CAUSES = {"referral": "Was referred to a service of theirs"}
