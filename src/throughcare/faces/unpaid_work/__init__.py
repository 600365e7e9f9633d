"""The face of unpaid work: projects and their days, and how somebody's hours stand."""
