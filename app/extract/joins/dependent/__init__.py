"""Figures that depend on the one before: its change, rate, old or new value, and the same of others or of a place."""

from collections.abc import Callable

from app.extract.joins.dependent.change import its_change
from app.extract.joins.dependent.earlier import earlier
from app.extract.joins.dependent.later import later
from app.extract.joins.dependent.rates import each_day, its_rate
from app.extract.joins.dependent.recruits import in_post, recruited_too
from app.extract.joins.dependent.series import series
from app.extract.spots import Spot
from app.extract.ties import Tie

DEPENDENT: tuple[Callable[[Spot], Tie | None], ...] = (
    in_post,
    recruited_too,
    its_change,
    each_day,
    earlier,
    later,
    series,
    its_rate,
)
