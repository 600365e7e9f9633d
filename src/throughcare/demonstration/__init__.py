"""``throughcare demo``: a seeded area of made-up people on real geography, brought in through the public actions."""
