"""What every action on a case begins with, by the name that actions know it by."""

from ..store.steps import found_case, subject_of

__all__ = ["found_case", "subject_of"]
