"""The face of courts: results brought in, court lists, sentences, and a court's own figures."""
