"""What stands around a group: what is before and after it, its verbs, their subjects, and what it is about."""

import pytest

from app.extract.clauses import Parse, once
from tests.extract.parsed import parsed, place, words_at


@pytest.mark.parametrize(
    ("sentence", "group", "before"),
    [
        ("Crime fell by 4%.", "4%", "by"),
        ("Crime fell recently by 4%.", "by", "fell"),
        ("Crime fell in 2016 by 4%.", "by", "fell"),
        ("Crime fell in the year to March 2016 by 4%.", "by", "fell"),
        ("Crime, in 2016, fell.", "fell", ","),
        ("Crime (in towns) fell.", "fell", "Crime"),
        ("Crime) fell.", "fell", ")"),
        ("Crime fell.", "Crime", None),
    ],
)
def test_what_is_before_a_group_is_found_over_adverbs_times_and_brackets(
    sentence: str, group: str, before: str | None
) -> None:
    parse = parsed(sentence)

    assert words_at(parse, parse.before(place(parse, group))) == before


@pytest.mark.parametrize(
    ("sentence", "group", "after"),
    [
        ("It took 900 calls daily from towns.", "900 calls", "from"),
        ("It took 900 calls in 2016 from towns.", "900 calls", "from"),
        ("It took 900 calls a year from towns.", "900 calls", "from"),
        ("It took 900 calls (2016) from towns.", "900 calls", "from"),
        ("It took 900 calls (most of them at night in the old town) from towns.", "900 calls", "("),
        ("It took 900 calls in towns.", "900 calls", "in"),
        ("It took 900", "900", None),
    ],
)
def test_what_is_after_a_group_is_found_over_adverbs_times_and_short_brackets(
    sentence: str, group: str, after: str | None
) -> None:
    parse = parsed(sentence)

    assert words_at(parse, parse.after(place(parse, group))) == after


def test_outside_a_sentence_there_is_nothing() -> None:
    parse = parsed("Crime fell.")

    assert [parse.at(j) for j in (-1, len(parse.groups))] == [None, None]
    assert (parse.before(-1), parse.after(len(parse.groups))) == (-2, len(parse.groups) + 1)
    assert (parse.governing(-1), parse.following(len(parse.groups))) == (None, None)


@pytest.mark.parametrize(
    ("sentence", "group", "preposition"),
    [
        ("Crime fell by 4%.", "4%", "by"),
        ("Crime fell by today 4%.", "4%", "by"),
        ("Crime fell 4%.", "4%", ""),
    ],
)
def test_a_preposition_governs_the_group_after_it(sentence: str, group: str, preposition: str) -> None:
    parse = parsed(sentence)

    assert parse.preposition(place(parse, group)) == preposition


@pytest.mark.parametrize(
    ("sentence", "group", "verb"),
    [
        ("The force has, in towns, 40 cars.", "40", "has"),
        ("The force has cars in 40 towns.", "40", "has"),
        ("The force (which has cars) is in 40 towns.", "40", "is"),
        ("The force has cars, while 40 towns", "40", None),
        ("The force has cars; 40 towns", "40", None),
        ("The force has cars (40 towns)", "40", None),
    ],
)
def test_the_verb_before_a_group_governs_it_in_its_clause(sentence: str, group: str, verb: str | None) -> None:
    parse = parsed(sentence)

    assert words_at(parse, parse.governing(place(parse, group))) == verb


@pytest.mark.parametrize(
    ("sentence", "group", "verb"),
    [
        ("40 cars were built.", "40", "were built"),
        ("40 cars in the town were built.", "40", "were built"),
        ("40 cars that stood there", "40", "stood"),
        ("40 cars and 12 vans were built.", "40", "were built"),
        ("40 cars, 12 vans were built.", "40", "were built"),
        ("40 cars (most of them of the old kind from town) were built.", "40", "were built"),
        ("40 cars and vans were built.", "40", None),
        ("40 cars; vans were built.", "40", None),
    ],
)
def test_the_verb_after_a_group_has_it_for_a_subject(sentence: str, group: str, verb: str | None) -> None:
    parse = parsed(sentence)

    assert words_at(parse, parse.following(place(parse, group))) == verb


@pytest.mark.parametrize(
    ("sentence", "verb", "subject"),
    [
        ("Crime fell.", "fell", "Crime"),
        ("Crime in the towns fell.", "fell", "Crime"),
        ("Crime, in the towns, fell.", "fell", "Crime"),
        ("Crime, which had been rising, fell.", "fell", "Crime"),
        ("The force, which has cars, is small.", "has", "The force"),
        ("The staff, who are trained, are few.", "are trained", "The staff"),
        ("The offices closed by the force reopened by 2016.", "reopened", "The offices"),
        ("The work to be done by the force fell.", "fell", "The work"),
        ("The force has cars and employs 40 staff.", "employs", "The force"),
        ("The force has cars and houses and employs 40 staff.", "employs", "The force"),
        ("Crime rose in 2016, reaching 900.", "reaching", "Crime"),
        ("Crime rose, then fell, reaching 900.", "reaching", "Crime"),
        ("It closed with crime rising.", "rising", "crime"),
        ("While crime fell.", "fell", "crime"),
        ("has 40 cars.", "has", None),
    ],
)
def test_a_verb_has_its_subject_over_what_stands_between(sentence: str, verb: str, subject: str | None) -> None:
    parse = parsed(sentence)

    assert words_at(parse, parse.subject(place(parse, verb))) == subject


def test_a_long_chain_of_verbs_has_no_subject_and_no_end_of_the_stack() -> None:
    parse = parsed("Crime is," + "is," * 300 + "is 900.")

    assert parse.subject(len(parse.groups) - 3) is None


@pytest.mark.parametrize(
    ("sentence", "group", "thing", "named"),
    [
        ("Recorded crime fell.", "crime", "crime", "Recorded crime"),
        ("The number of police officers fell.", "The number", "officers", "police officers"),
        ("The number in 2016 of police officers fell.", "The number", "officers", "police officers"),
        ("A rise in the number of police officers came.", "A rise", "officers", "police officers"),
        ("Of those of police officers", "those", "officers", "police officers"),
        ("The crime increase fell.", "The crime increase", "crime", "The crime increase"),
    ],
)
def test_a_group_is_about_its_head_or_what_that_is_of(sentence: str, group: str, thing: str, named: str) -> None:
    parse = parsed(sentence)
    topic = parse.topic(place(parse, group))

    assert topic is not None
    assert (topic[0].id, words_at(parse, topic[1])) == (thing, named)


@pytest.mark.parametrize(
    ("sentence", "group"),
    [
        ("The horses fell.", "horses"),
        ("The number against police officers", "The number"),
        ("The number fell.", "number"),
    ],
)
def test_other_groups_are_about_nothing_that_is_known(sentence: str, group: str) -> None:
    parse = parsed(sentence)

    assert parse.topic(place(parse, group)) is None


def test_nothing_is_about_nothing() -> None:
    assert parsed("Crime fell.").topic(None) is None


def test_what_is_asked_of_a_sentence_again_is_kept() -> None:
    asked: list[int] = []

    @once
    def ask(_parse: Parse, i: int) -> int:
        asked.append(i)
        return i

    parse, other = parsed("Crime fell."), parsed("Crime fell.")
    assert [ask(parse, 1), ask(parse, 1), ask(parse, 2), ask(other, 1)] == [1, 1, 2, 1]
    assert asked == [1, 2, 1]
