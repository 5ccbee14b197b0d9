"""How alike the cases of one unit are: the intracluster correlation with its interval."""

from trials.stats.arithmetic.icc import anova_icc
from trials.stats.clusters import read_clusters
from trials.stats.errors import CannotEstimate
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """On the natural scale, within arms, over the compared periods together."""
    clusters, alpha = evidence.derive(read_clusters), evidence.plan.alpha
    found = anova_icc(clusters.total / clusters.size, clusters.size, clusters.within, clusters.arm, alpha)
    if found is None:
        raise CannotEstimate(
            "b",
            missing="The cases of single units do not vary, so no correlation within units can be computed.",
            would_do="Give units with more than one case each.",
        )
    return Estimate(
        scale="icc",
        value=found.value,
        low=found.low,
        high=found.high,
        p_value=None,
        df=None,
        method="Intracluster correlation by analysis of variance, within arms",
        reference="F distribution",
        details={"size_mean": found.mean_size, "size_cv": found.size_cv},
    )


ESTIMATOR = Estimator(
    title="Intracluster correlation", needs=words("clusters", "within"), run=run, every_outcome="icc"
)
