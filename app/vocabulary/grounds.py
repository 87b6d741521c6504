"""What the reading of a figure rests on."""

from app.vocabulary.words import Word


class Ground(Word):
    """What the reading of a figure rests on, the surest first."""

    OWN_WORDS = "own_words"  # the words beside the number name what it counts
    UNIT = "unit"  # its unit alone tells: so many square miles are an area
    CONTEXT = "context"  # what stands before it: a figure, a list, a place or the sentence before
