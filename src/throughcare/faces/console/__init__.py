"""The ``throughcare`` command: one module a command, each loaded only when it is called."""
