"""The rules by which numbers are read as figures: what each rests on, and a sentence that is read by it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from app.extract.constructions import CONSTRUCTIONS
from app.vocabulary.grounds import Ground


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: the part of a figure's method after its measure."""

    id: str
    ground: Ground
    example: str


_OF_UNITS = {
    "extent": "The force covers 979 square miles.",
    "ratio": "The ratio of officers to residents is 1:480.",
}
_OF_CONTEXT = {
    "respectively": "It has 2,242 and 1,205 police officers and staff respectively.",
    "place_in_brackets": "Its people live in Brackwater (287,000) and Marlow.",
    "comparator": "Of its residents 18% are from ethnic minorities, compared with a national average of 12%.",
    "in_place": "Of its residents 12% are from ethnic minorities, in Brackwater 8%.",
    "recruited_too": "It will recruit 248 additional officers, and 163 have joined us already.",
    "aside": "It recorded 51,000 crimes, a fall of 4%.",
    "earlier": "It has 251 PCSOs, up from 229 in 2012.",
    "later": "It serves 712,000 people; the number is expected to reach 760,000.",
    "further_change": "Recorded crime rose by 1.4% in 2014/15, having fallen by 41% before.",
    "series": "It must save £6.1m in 2011/12 and £7.9m in 2012/13.",
    "each_day": "It dealt with 701,880 incidents, 1,923 a day.",
    "elided": "Burglary fell by 3%, robbery by 4%.",
    "it_changed": "It recorded 51,000 crimes. It has fallen by 37%.",
    "its_rate": "It recorded 77,903 crimes. The rate is 62.2 per 1,000 people.",
    "strength": "Its establishment is 750 police officers. The actual strength was 711.",
    "of_it": "It must save £28.5m. £18.1m of it has been achieved.",
}


@cache
def rules() -> Mapping[str, Rule]:
    """Return the rules, by id."""
    own = (Rule(construction.id, Ground.OWN_WORDS, construction.example) for construction in CONSTRUCTIONS)
    told = ((Ground.UNIT, _OF_UNITS), (Ground.CONTEXT, _OF_CONTEXT))
    others = (Rule(id_, ground, example) for ground, examples in told for id_, example in examples.items())
    return MappingProxyType({rule.id: rule for rule in (*own, *others)})


def rule_of(method: str) -> Rule:
    """Return the rule of a method, such as ``crime_change.changed_by``."""
    return rules()[method.rpartition(".")[2]]
