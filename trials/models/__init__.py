from .chart import Chart
from .plan_version import PlanVersion
from .run import Run
from .trial import Trial

__all__ = ["Chart", "PlanVersion", "Run", "Trial"]
