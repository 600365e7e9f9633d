"""The face of competition: a rule of award and a way of scoring tried before they are published, and standstill counted."""
