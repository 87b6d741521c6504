"""Stage 12: the first figure of a sentence, if it continues with the thing of the previous sentence.

"The national average is 18%", "It has fallen by 37%", "The rate, 62 per 1,000 people", "£28m of it has been achieved".
"""

import re
from collections.abc import Callable

from app.extract.asides import MORE, OFFICERS, RATES, changing, comparator, recruited
from app.extract.beside import Beside
from app.extract.direction import CHANGE, is_fall
from app.extract.skeleton import PERIOD, Skeleton
from app.extract.ties import Role, Tie
from app.vocabulary.measures import Kind
from app.vocabulary.things import Aspect, things
from app.vocabulary.units import Unit


def continuing_tie(skeleton: Skeleton, previous: Tie) -> Tie | None:
    """Return what the first quantity of a sentence states about the thing of the previous sentence.

    ``previous`` is the last tie of the sentence before.
    """
    beside = Beside(skeleton, 0, previous, skeleton.text[: skeleton.quantities[0]])
    compares = previous.role is not Role.COMPARATOR and beside.same_unit and _COMPARES.match(skeleton.text)
    if compares and (tie := comparator(beside)) is not None:
        return tie
    return next((tie for kind in _KINDS if (tie := kind(beside)) is not None), None)


_COMPARES = re.compile(
    r"(?:this|that|it|which|and|the)?,? ?(?:compares|compared|national|nationally|average|figure|equivalent|comparable"
    r"|regional|england|rate|across|in|for|similar)\b"
)
_IT = r"(?:it|this|that|they|these|the number|the figure|numbers|the total)"
_IT_CHANGED = re.compile(
    rf"(?:(?:since|by|in|over|during)?(?: the)? ?{PERIOD},? )?{_IT}(?: (?:has|have|had|was|were|also|since|then|again"
    rf"|is|are))*(?: [a-z]+ly)? (?P<verb>{CHANGE})(?: [a-z]+ly)?(?: overall)?(?: by)? "
)
_THE_RATE = re.compile(r"(?:the|this|that|its|our)(?: overall| crime)? rate(?:,| is| was| stood at| of)? ")
_THAT_FIGURE = re.compile(
    r"in [a-z’ -]{2,40}(?:,[^,;.]{1,40},)? ?(?:it|that figure|the figure|that|this|the share) (?:is|was) "
)
_STRENGTH = re.compile(
    rf"(?:the |its |our )?(?:actual |current )?strength(?:,? (?:on|in|at|as at) {PERIOD},?)? (?:is|was|stood at"
    r"|stands at) "
)
_OF_IT_MADE = re.compile(
    r" of (?:it|this|that|these|them) (?:has|have|had) (?:already )?been (?:achieved|made|delivered|saved|found"
    r"|realised)"
)
_HAS_MADE = re.compile(
    r"(?:it|we|the force|of this)(?: [a-z]+){0,4} (?:delivered|made|saved|achieved|found|realised)(?: (?:a|total of))* "
)
_NEEDS = re.compile(r"(?:it|we|the force)(?: [a-z]+){0,4} (?:need|needs|must find|must save|has to find|have to find) ")
_SAVINGS = frozenset({"savings_made", "savings_required", "funding_gap", "budget_change", "government_grant_change"})


def _changed(beside: Beside) -> Tie | None:
    """Return the change of "It has fallen by 37 percent"."""
    told = _IT_CHANGED.fullmatch(beside.between)
    if told is None or beside.last.role is Role.COMPARATOR:
        return None
    if beside.quantity.unit is not Unit.PERCENT and not beside.between.endswith(" by "):
        return None
    return beside.stating("it_changed", changing(beside.last), Aspect.CHANGE, falls=is_fall(told["verb"]))


def _its_rate(beside: Beside) -> Tie | None:
    """Return the rate of "The rate, 62.2 per 1,000 people"."""
    told = beside.quantity.unit in RATES and _THE_RATE.fullmatch(beside.between)
    return beside.stating("its_rate", beside.last.thing, Aspect.RATE) if told else None


def _that_figure(beside: Beside) -> Tie | None:
    """Return the share of "In Brackwater it is 15%"."""
    share = beside.last.measure.kind is Kind.SHARE and beside.quantity.unit is Unit.PERCENT
    return beside.like("in_place", Role.IN_PLACE) if share and _THAT_FIGURE.fullmatch(beside.between) else None


def _strength(beside: Beside) -> Tie | None:
    """Return the officers of "The actual strength was 711"."""
    told = beside.last.measure.id in OFFICERS and _STRENGTH.fullmatch(beside.between)
    return beside.stating("strength", things()["officers"], Aspect.LEVEL) if told else None


def _savings_of_it(beside: Beside) -> Tie | None:
    """Return the savings of "£28.1m of it has been achieved", "It has delivered £18.1m", "We will need £4.8m more"."""
    if beside.last.measure.id not in _SAVINGS or beside.quantity.unit is not Unit.GBP:
        return None
    text, following = beside.skeleton.text, beside.at + 1
    if (not beside.between and _OF_IT_MADE.match(text, following)) or _HAS_MADE.fullmatch(beside.between):
        return beside.stating("of_it", things()["savings"], Aspect.LEVEL)
    if _NEEDS.fullmatch(beside.between) and MORE.match(text, following):
        return beside.stating("of_it", things()["savings"], Aspect.REQUIRED)
    return None


_KINDS: tuple[Callable[[Beside], Tie | None], ...] = (
    _changed,
    _its_rate,
    _that_figure,
    _strength,
    _savings_of_it,
    recruited,
)
