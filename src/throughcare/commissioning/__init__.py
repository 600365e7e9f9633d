"""Services needed, competed for, bought and paid for."""
