"""Looks that were taken before, as they were recorded on their day: what each of them spent stays spent.

Cases may come late, be corrected or be withdrawn after a look. Were its share of the information worked out again from
what is known later, its bound would move after the fact, and error that was spent would be spent again.
"""

from dataclasses import dataclass, replace
from typing import Any

from trials.stats.argument_rules import between, instance, listed, one_of, whole
from trials.stats.arithmetic.group_sequential import obrien_fleming_spending
from trials.stats.errors import InputRefused

MOST_LOOKS = 1_000  # a look a day for three years: more is a slip
FARTHEST_Z = 1_000.0  # no test statistic is as far out; a bound out there is crossed by nothing


@dataclass(frozen=True, kw_only=True)
class TakenLook:
    """A look as it was taken: `number` from 1, its share of the planned information, z, p and the bound of |z|.

    `level` is the p-value that the bound stands for. `final`: it was the analysis at the end, which spends all.
    """

    number: int
    share: float
    z: float
    p_value: float
    bound: float
    level: float
    final: bool = False

    def __post_init__(self) -> None:
        whole("the number of a look taken", self.number, least=1, most=MOST_LOOKS)
        for name in ("share", "p_value", "level"):
            between(f"the {name} of a look taken", getattr(self, name), 0, 1, closed=True)
        between("the z of a look taken", self.z, -FARTHEST_Z, FARTHEST_Z, closed=True)
        between("the bound of a look taken", self.bound, 0, FARTHEST_Z, closed=True)
        one_of("whether a look taken was final", self.final, (True, False))

    def spent(self, alpha: float) -> float:
        """Of alpha, what this look and those before it have spent."""
        return alpha if self.final else obrien_fleming_spending(alpha, self.share)


def check_taken(taken: Any, number: int) -> dict[int, TakenLook]:
    """{number: TakenLook} of what was taken before look `number`; InputRefused for anything else.

    Only an analysis at the end can have a number as high: the plan was extended after it.
    """
    found: dict[int, TakenLook] = {}
    for look in listed("the looks taken", taken):
        instance("a look taken", look, TakenLook)
        if look.number in found or (look.number >= number and not look.final):
            raise InputRefused(
                f"look {look.number} is given as taken before look {number}",
                remedy="Give each look before this one once, and no other.",
            )
        found[look.number] = look
    return found


def stages_before(planned: Any, recorded: dict[int, TakenLook]) -> list[Any]:
    """The planned stages before the present one as they were taken; what was not taken spent nothing.

    After them an analysis at the end that was taken before the plan was extended: nothing is left to spend.
    """
    ended = [look for look in recorded.values() if look.final]
    stages = [_stage_of(stage, recorded.get(stage.number)) for stage in planned[:-1]]
    beyond = [look for look in ended if look.number >= planned[-1].number]
    last = replace(planned[-1], after_period=None, planned=1.0, final=True)
    return [*stages, *(_stage_of(replace(last, number=look.number), look) for look in beyond)]


def _stage_of(stage: Any, look: TakenLook | None) -> Any:
    if look is None:
        return replace(stage, refused=True)
    names = ("z", "p_value", "bound", "level")
    share = 1.0 if look.final else look.share
    return replace(stage, share=share, **{name: getattr(look, name) for name in names})
