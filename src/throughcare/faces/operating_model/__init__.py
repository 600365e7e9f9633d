"""The face of operating models: reading, checking and comparing them."""
