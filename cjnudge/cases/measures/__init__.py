"""What is counted: one TOML file a measure, the file's name its key."""

from .reading import MeasureFileProblem, all_measures, measure, problems
from .value import Measure

__all__ = ["Measure", "MeasureFileProblem", "all_measures", "measure", "problems"]
