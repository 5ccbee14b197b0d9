"""From a sealed plan and a run's cells to its report. Pure: the same two texts give the same bytes."""

from trials.evaluation.evaluate import evaluate

__all__ = ["evaluate"]
