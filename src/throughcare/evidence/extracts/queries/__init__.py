"""What tables there are, what is read for an extract, and the numbers that stand for people in it."""
