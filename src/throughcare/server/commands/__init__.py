"""The commands that run the system itself: serve, stop, db, backup, restore, worker.

They stand in configuration because they start every other part; the console names them in its table.
"""
