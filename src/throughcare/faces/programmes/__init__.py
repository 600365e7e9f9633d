"""What programmes shows: whom each suits, referrals and their moves, groups and their sessions, and what of it waits on home."""
