"""What the words of a number add up to: "two million three hundred and five"."""

from dataclasses import dataclass, replace
from decimal import Decimal

from app.extract.numbers.number import HUNDRED, ONE, ZERO
from app.extract.numbers.words import DOZEN, SCALES
from app.vocabulary.number_words import TENS

THOUSAND, BELOW_A_THOUSAND = 3, 1000
_HUNDRED, _MILLION, _HIGHEST = 2, 6, 13
_AFTER_HUNDRED = 100
_ROUND_TENS = frozenset(TENS.values())


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of the words of a number so far.

    ``total`` is complete ("two million ..."), ``group`` is what a scale may follow, and what may be added to the group
    is less than ``room``. Scales go down: the next is below ``ceiling``. ``unit`` is the power of ten of the last
    stated digit; a number that was begun ``coarse``, in digits or as "a thousand", leaves open what its scale hides.
    """

    total: Decimal = ZERO
    group: Decimal | None = None
    room: int = BELOW_A_THOUSAND
    ceiling: int = _HIGHEST
    unit: int = 0
    power: int = 0
    coarse: bool = False

    @property
    def value(self) -> Decimal:
        """The number so far."""
        return self.total + (self.group or ZERO)

    def may_pause(self, gap: str) -> bool:
        """Return whether an "and" or a comma may come next: "two hundred and", "two thousand, "."""
        if self.room == _AFTER_HUNDRED:
            return not gap.startswith(",")
        return self.group is None and self.room > 0

    def plus(self, number: int) -> "Sum | None":
        """Return the sum with a number below a hundred added, or ``None`` if that cannot come next."""
        if number >= self.room or (not number and self.group is not None):
            return None
        room = 10 if number in _ROUND_TENS else 0
        return replace(self, group=(self.group or ZERO) + number, room=room, unit=0, power=0)

    def decimal(self, digits: str) -> "Sum | None":
        """Return the sum with decimal places, in digits."""
        if self.group is None or self.unit:
            return None
        return replace(self, group=self.group + Decimal(f"0.{digits}"), room=0, unit=-len(digits), coarse=True)

    def with_part(self, part: Decimal) -> "Sum | None":
        """Return the sum with a part of one, or of its last scale, added: "a million and a half"."""
        if self.group is not None:
            return None if self.unit else replace(self, group=self.group + part, room=0, unit=-1, coarse=True)
        if self.unit != self.ceiling:
            return None
        total = self.total + part.scaleb(self.ceiling)
        return replace(self, total=total, room=0, ceiling=0, unit=self.ceiling - 1)

    def times(self, scale: str) -> "Sum | None":
        """Return the sum with a scale word or sign applied, or ``None`` if none may follow or it is too high."""
        if self.group is None or (self.group >= BELOW_A_THOUSAND and not self.coarse):
            return None
        if scale.startswith("dozen"):
            return replace(self, group=self.group * DOZEN, room=0, unit=0)
        power = SCALES[scale]
        unit = self.unit + power if self.coarse else power if power >= _MILLION else 0
        if power == _HUNDRED:
            return self._hundreds(self.group, unit)
        if power >= self.ceiling:
            return None
        return Sum(
            total=self.total + self.group.scaleb(power),
            room=0 if self.unit < 0 else BELOW_A_THOUSAND,
            ceiling=power,
            unit=unit,
            power=self.power + power,
        )

    def _hundreds(self, group: Decimal, unit: int) -> "Sum | None":
        if self.room == _AFTER_HUNDRED or (group >= HUNDRED and not self.coarse):
            return None
        hundreds = group.scaleb(_HUNDRED)
        return replace(self, group=hundreds, room=_AFTER_HUNDRED, unit=unit, power=_HUNDRED, coarse=False)


ONE_OF_A_SCALE = Sum(group=ONE, coarse=True)
"""The beginning of "a hundred"."""
