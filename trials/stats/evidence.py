"""What estimators and checks read: the panel, the plan, and what is derived from both once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from trials.stats.arithmetic.series import LEAST_POINTS, SeriesFit, fit_series
from trials.stats.changes import Changes, unit_changes
from trials.stats.incidence import Incidence
from trials.stats.panel import Panel
from trials.stats.pooled import Pooled
from trials.stats.report import Estimate
from trials.stats.strategy import Design, all_checks, all_estimators


@dataclass(frozen=True)
class Evidence:
    """One outcome under one plan. Derived values are computed when first asked for."""

    panel: Panel
    plan: Any
    design: Design
    timing: Incidence | None = None
    look: Any = None
    groups: Mapping[str, Panel | None] = field(default_factory=dict)

    @property
    def sealed(self) -> Any:
        """The plan as sealed; at a look `plan` holds the level of that look in place of alpha."""
        return self.plan if self.look is None else self.look.plan

    @cached_property
    def changes(self) -> Changes:
        """Each unit's change; may raise CannotEstimate "d"."""
        return unit_changes(self.panel, self.plan.scale)

    @cached_property
    def pooled(self) -> Pooled:
        """The treated units as one series."""
        return self.design.pool(self.panel)

    @cached_property
    def counts(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Pooled (events, cases) of the design's two sides: after and before, or two arms."""
        return self.design.counts(self)

    @cached_property
    def series_fit(self) -> SeriesFit:
        """The pooled series' segmented regression at every rho of the grid; may raise CannotEstimate."""
        return fit_series(self.pooled, self.panel.windows.start, self.plan, self.panel.kind)

    @cached_property
    def _derived(self) -> dict[Callable, Any]:
        return {}

    def derive(self, make: Callable) -> Any:
        """`make(panel, plan)`, computed once: what a design needs that no other design does."""
        if make not in self._derived:
            self._derived[make] = make(self.panel, self.plan)
        return self._derived[make]

    @cached_property
    def _made(self) -> dict[str, Estimate]:
        return {}

    def estimate(self, key: str) -> Estimate:
        """That estimator's Estimate, computed once; may raise CannotEstimate."""
        if key not in self._made:
            self._made[key] = all_estimators()[key].run(self)
        return self._made[key]

    @cached_property
    def offers(self) -> frozenset[str]:
        """The design's offers and what this frame and plan add to them."""
        found = {self.panel.kind.name, self.plan.scale}
        found |= set() if "randomised" in self.design.offers else {"unrandomised"}
        found |= set() if self.plan.scale == "risk_difference" else {"ratio"}
        found |= {"covariates"} if self.plan.covariates else set()
        found |= {"cluster_named"} if self.plan.cluster else set()
        found |= set() if self.panel.kind.name == "rate" else {"within"}
        found |= {"exposed"} if "exposed" in self.panel.flow else set()
        found |= {"compared_units"} if {"clusters", "changes"} & self.design.offers else set()
        found |= {"summed_units"} if {"counts", "series", "arm_counts"} & self.design.offers else set()
        found |= {"groups"} if self.plan.groups else set()
        found |= set() if self.look is None else {"look"}
        found |= set() if self.plan.sceptical_sd is None else {"sceptical"}
        found |= {"relative"} if {"risk_difference", "log_risk_ratio"} <= self._scales else set()
        found |= {"cells_in_time"} if self.design.cells is not None else set()
        if self.timing is not None:
            found |= {"timing", *(["timing_compared"] if self.timing.signs.any() else [])}
        if "changes" in self.design.offers:
            found |= self._group_sizes()
        if "series" in self.design.offers and self.pooled.fewest_points >= LEAST_POINTS:
            found.add("long_series")
        return self.design.offers | found

    @property
    def _scales(self) -> frozenset[str]:
        return self.panel.kind.scales & self.design.scales

    def _group_sizes(self) -> set[str]:
        treated, untreated = len(self.changes.own), len(self.changes.others)
        found = {"one_treated" if treated == 1 else "several_treated"}
        return found | ({"several_a_side"} if min(treated, untreated) > 1 else set())

    @staticmethod
    def blocking(findings) -> frozenset[str]:
        """Keys of the findings that leave the verdict at "cannot tell"."""
        checks = all_checks()
        return frozenset(
            found.key
            for found in findings
            if checks[found.key].blocks_verdict and found.status == "cannot tell"
        )
