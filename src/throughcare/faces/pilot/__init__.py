"""The face of the pilot: trying a design on made-up people, in the console."""
