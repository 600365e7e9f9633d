"""Dated tables of the assessment of need, packaged with the rules that read them."""
