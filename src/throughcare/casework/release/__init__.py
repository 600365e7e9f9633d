"""Release: the days of a custodial sentence, who is responsible when, what is in place for the night out, the licence, and parole."""
