"""The face of contracts: agreements drawn up, signed and changed, and what they come to in money."""
