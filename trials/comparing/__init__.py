"""The plan of an intervention's comparison, written by rule: the same facts give the same plan, whoever looks."""

from trials.comparing.choosing import NoComparison, Went, written_by_rule

__all__ = ["NoComparison", "Went", "written_by_rule"]
