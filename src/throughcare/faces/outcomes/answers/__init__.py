"""What the outcomes pages show: answers worked out by a job, kept as plain values, and said in words.

A page never measures. It asks ``work`` for an answer; when there is none yet a job works it out, with its charts
drawn, and the page says how to look again.
"""
