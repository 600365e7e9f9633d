"""The face of outcomes: measures, fair comparison, value, and payment rules tried."""
