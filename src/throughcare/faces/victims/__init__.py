"""The face of victim contact: open to whoever keeps victims told, and to nobody else."""
