"""Dated tables of the analysis of risk of serious harm, packaged with the rules that read them."""
