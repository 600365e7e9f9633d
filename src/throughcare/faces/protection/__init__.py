"""The face of protection: whether somebody is managed under the public protection arrangements, at which level, and why."""
