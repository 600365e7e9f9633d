"""Dated policy tables of workload and allocation, packaged with the rules that read them."""
