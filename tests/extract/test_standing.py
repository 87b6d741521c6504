"""Whether a figure is said to be so: not denied, wished for, supposed or of a time long past."""

import pytest

from tests.builders import read

DENIED = [
    "The force does not employ 300 PCSOs.",
    "The force hasn't 300 PCSOs.",
    "We don’t, for now, have 300 PCSOs.",
    "The force no longer has the 300 PCSOs.",
    "There are no longer 300 PCSOs.",
    "The force has neither 1,900 officers nor 300 PCSOs.",
    "Nor does the force have 300 PCSOs.",
    "At no time did the force have 300 PCSOs.",
    "Hardly any force employs 1,900 officers.",
    "It is untrue that the force has 1,900 officers.",
    "It is not the case that crime rose by 5%.",
    "It would be wrong to say that crime rose by 5%.",
    "Nobody believes that the force has 1,900 officers.",
    "The claim that the force has 1,900 officers is false.",
    "The force has stopped employing 300 PCSOs.",
    "The force failed to recruit 300 PCSOs.",
    "The force is unable to employ 1,900 officers.",
    "The force has yet to reach 1,900 officers.",
    "The force is far from having 1,900 officers.",
    "The force is without 300 PCSOs.",
    "The force has nowhere near 1,900 officers.",
    "The force has a shortfall of 200 officers.",
    "The force is 200 officers short.",
]
SUPPOSED = [
    "The force would employ 300 PCSOs.",
    "The force could then have 300 PCSOs.",
    "Crime might have risen by 5%.",
    "Up to 300 officers could be lost.",
    "The force ought to have 1,900 officers.",
    "The force must have 1,900 officers.",
    "The force needs another 200 officers.",
    "The force wants to employ 1,900 officers.",
    "The force is said to have 1,900 officers.",
    "The force was promised 200 more officers.",
    "The force has asked the government for 200 more officers.",
    "The force is calling on the government to fund 200 more officers.",
    "The force is capable of employing 1,900 officers.",
    "The force has room for 1,900 officers.",
    "An additional 200 officers are needed.",
    "The force has half of the 1,900 officers it needs.",
    "If the force had 1,900 officers, it would cope.",
    "Had the force 1,900 officers, it would cope.",
    "Were it to have 1,900 officers, it would cope.",
    "It is not clear whether the force has 1,900 officers.",
    "Perhaps there are 1,900 officers.",
    "In an ideal world the force has 1,900 officers.",
    "Does the force have 1,900 officers?",
    "For example, a force of 1,900 officers can police a county.",
    "Imagine a force of 1,900 officers.",
]
BYGONE = [
    "The force used to have 2,900 officers.",
    "The force once employed 2,900 officers.",
    "There were formerly 2,900 officers.",
    "The force was once made up of 120 officers.",
    "There had been 2,900 officers.",
    "At its peak the force had 2,900 officers.",
    "Thirty years ago the force had 2,900 officers.",
    "The force had 2,900 officers before the cuts.",
    "In the 1980s the force had 2,900 officers.",
    "The force had 2,900 officers under the previous government.",
    "The former force had 2,900 officers.",
    "The force peaked at 2,900 officers.",
    "The force was founded with 120 officers.",
    "When it was founded, the force had 120 officers.",
    "With the 2,900 officers it once had, the force was larger.",
]
SO = [
    "We do not have cars for our 1,900 officers.",
    "The force does not only have 1,900 officers.",
    "Not all of the 1,900 officers can drive.",
    "The force has not 2,100 but 1,900 officers.",
    "The force is not large, but it has 1,900 officers.",
    "The force, never complacent, has 1,900 officers.",
    "There is no doubt that the force has 1,900 officers.",
    "It is right that the force has 1,900 officers.",
    "The force could not do without its 1,900 officers.",
    "The force may be small, but it has 1,900 officers.",
    "As some would expect, the force has 1,900 officers.",
    "The force has the 1,900 officers it needs.",
    "Should you need us, we have 1,900 officers.",
    "Whether by day or night, the force has 1,900 officers.",
    "Did you know that the force has 1,900 officers?",
    "For example, the force has 1,900 officers.",
    "The force has asked much of its 1,900 officers.",
    "The force once covered one town, and now has 1,900 officers.",
    "The force, once the largest in the region, has 1,900 officers.",
    "As before, the force has 1,900 officers.",
    "The force had 1,900 officers.",
    "The force had 1,900 officers in March 2015.",
    "By March 2015 there had been 1,900 officers.",
]


@pytest.mark.parametrize("sentence", [*DENIED, *SUPPOSED, *BYGONE])
def test_a_figure_that_is_not_so_is_left(sentence: str) -> None:
    extraction = read(sentence)

    assert not extraction.observations
    assert extraction.unassigned


@pytest.mark.parametrize("sentence", SO)
def test_words_near_to_these_leave_a_figure_as_it_is(sentence: str) -> None:
    [figure] = read(sentence).observations

    assert figure.measure == "police_officers"
    assert figure.value == 1900


@pytest.mark.parametrize(
    ("sentence", "measure"),
    [
        ("The force needs to save £3m.", "savings_required"),
        ("The force must police 980 square miles.", "area"),
        ("The force has to serve 980,000 people.", "population"),
        ("The force must respond to 200,000 calls a year.", "calls_total"),
    ],
)
def test_what_has_to_be_served_or_saved_is_so(sentence: str, measure: str) -> None:
    [figure] = read(sentence).observations

    assert figure.measure == measure


def test_what_people_were_able_to_do_is_so() -> None:
    [figure] = read("In 2011 43.5% of residents could speak Welsh.").observations

    assert figure.measure == "welsh_speakers_share"
