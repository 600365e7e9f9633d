"""Victims: whom an offence hurt and who stands for them, what they chose to be told, and what they are told and ask; walled from everything."""
