"""Unpaid work: projects that answer a local problem, who works on which and when, hours worked, earned and left."""
