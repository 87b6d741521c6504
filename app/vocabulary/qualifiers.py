"""How exactly a figure is stated, whether it is a fact or an intention, and how sure its reading is."""

from app.vocabulary.words import Word


class Qualifier(Word):
    """How exact a number is, by the hedge beside it or, without one, by its digits."""

    EXACT = "exact"  # no hedge, and written out to the last unit: 2,242
    ROUNDED = "rounded"  # no hedge, but written to a coarser digit: £223.2m, 2,700, 96.8%
    ABOUT = "about"
    ALMOST = "almost"  # at most the stated number, and not far below it
    OVER = "over"
    UNDER = "under"
    UP_TO = "up_to"
    RANGE = "range"


class Status(Word):
    """Whether a figure is a fact or an intention."""

    ACTUAL = "actual"
    TARGET = "target"
    FORECAST = "forecast"
    PLANNED = "planned"

    @property
    def noun(self) -> str:
        """The word for readers: "a target"."""
        return _NOUNS[self]


_NOUNS = {Status.ACTUAL: "fact", Status.TARGET: "target", Status.FORECAST: "forecast", Status.PLANNED: "plan"}


class Certainty(Word):
    """How sure the reading of a figure is. What a person has reviewed is certain."""

    CERTAIN = "certain"
    LIKELY = "likely"  # the words may be read otherwise
