"""What happened, measured; what would happen, tried."""
