"""What planning shows: a person's plan, its forms, its operations, and what of it waits on home."""
