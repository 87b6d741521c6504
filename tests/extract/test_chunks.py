"""The groups of sentences, in a compact notation.

N[words: head] is a noun group; its head is told if it is a thing or says a number: "rise", "measure", "pointer" and
so on. V[words] is a verb group, P a preposition, C a comparison, A an adverb, R a relative, S a subordinator, & an
"and", T a time and / a rate. Marks stand for themselves.
"""

import pytest
from hypothesis import given

from app.extract.chunks import chunks
from app.extract.groups import Group, Head, Join, Joint, NounGroup, VerbGroup
from app.extract.quantities import read_sentence
from app.extract.tokens import tokens_of
from app.statements.text import Sentence
from app.vocabulary.lexicon import verb_forms
from tests.builders import any_text, properties

SIGNS = {
    Join.PREPOSITION: "P",
    Join.AND: "&",
    Join.SUBORDINATOR: "S",
    Join.RELATIVE: "R",
    Join.TIME: "T",
    Join.RATE: "/",
    Join.ADVERB: "A",
    Join.COMPARISON: "C",
}


def groups_of(text: str) -> list[Group]:
    return chunks(tokens_of(read_sentence(Sentence(text, 0, 1))))


def shown(text: str) -> str:
    return " ".join(_shown(group, text[group.start : group.end]) for group in groups_of(text))


def _shown(group: Group, words: str) -> str:
    if isinstance(group, VerbGroup):
        return f"V[{words}]"
    if isinstance(group, NounGroup):
        head = group.noun if group.head is Head.THING else group.head.value
        return f"N[{words}]" if group.head in {Head.NONE, Head.OTHER} else f"N[{words}: {head}]"
    assert isinstance(group, Joint)
    return f"{SIGNS[group.join]}[{words}]" if group.join in SIGNS else words


def the_verb(text: str) -> VerbGroup:
    [verb] = [group for group in groups_of(text) if isinstance(group, VerbGroup)]
    return verb


def the_noun(text: str) -> NounGroup:
    [noun] = [group for group in groups_of(text) if isinstance(group, NounGroup)]
    return noun


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("The force employs 2,242 officers", "N[The force] V[employs] N[2,242 officers: officers]"),
        (
            "Brackshire Police serves 1.2 million people in 620,000 households",
            "N[Brackshire Police] V[serves] N[1.2 million people: people] P[in] N[620,000 households: households]",
        ),
        (
            "An expected 1.2 million people will visit the county",
            "N[An expected 1.2 million people: people] V[will visit] N[the county: county]",
        ),
        (
            "The additional 80 officers will be deployed by March 2016",
            "N[The additional 80 officers: officers] V[will be deployed] T[by March 2016]",
        ),
        ("Another 300 are needed", "N[Another 300] V[are needed]"),
        ("Its own 300 officers joined", "N[Its own 300 officers: officers] V[joined]"),
        ("The force's 300 officers lost 12 days", "N[The force's 300 officers: officers] V[lost] N[12 days]"),
        (
            "It has 12 full-time-equivalent posts (down 3%)",
            "N[It: pointer] V[has] N[12 full-time-equivalent posts] ( C[down] N[3%] )",
        ),
        ("The budget fell by a further £3m", "N[The budget: budget] V[fell] P[by] N[a further £3m]"),
        ("Staff numbers fell by 30", "N[Staff numbers: staff numbers] V[fell] P[by] N[30]"),
        ("A 4% cut followed", "N[A 4% cut: fall] V[followed]"),
        (
            "Population growth of 3% is above the national average",
            "N[Population growth: rise] P[of] N[3%] V[is] C[above] N[the national average: measure]",
        ),
        (
            "Roughly half of its 900 square miles is farmland",
            "N[Roughly half] P[of] N[its 900 square miles] V[is] N[farmland: farmland]",
        ),
        ("It is 12 miles long", "N[It: pointer] V[is] N[12 miles long]"),
        ("More officers, 300 in all, are here", "N[More officers: officers] , N[300] P[in] N[all] , V[are] A[here]"),
        ("Fewer than 300 officers remain", "N[Fewer than 300 officers: officers] V[remain]"),
        (
            "Each week Brackwater officers handle 300 calls",
            "N[Each week] N[Brackwater officers: officers] V[handle] N[300 calls: calls]",
        ),
        ("These 12 are volunteers", "N[These 12: pointer] V[are] N[volunteers: volunteers]"),
        (
            "We have 12 officers, 3 PCSOs and 9 staff",
            "N[We: pointer] V[have] N[12 officers: officers] , N[3 PCSOs: pcsos] &[and] N[9 staff: staff]",
        ),
    ],
)
def test_noun_groups_are_found_with_their_heads(text: str, groups: str) -> None:
    assert shown(text) == groups


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("It reports 300 incidents a day", "N[It: pointer] V[reports] N[300 incidents: incidents] N[a day]"),
        (
            "There were 300 reports of burglary",
            "N[There: pointer] V[were] N[300 reports: measure] P[of] N[burglary: burglary]",
        ),
        ("The force handles 400 calls", "N[The force] V[handles] N[400 calls: calls]"),
        ("Serving officers number 2,400", "N[Serving officers: officers] V[number] N[2,400]"),
        ("The number is 2,400", "N[The number: measure] V[is] N[2,400]"),
        ("The force cut its budget by 4%", "N[The force] V[cut] N[its budget: budget] P[by] N[4%]"),
        ("The cut of £3m was made", "N[The cut: fall] P[of] N[£3m] V[was made]"),
        (
            "Increasing demand means 300 calls a day",
            "N[Increasing demand: measure] V[means] N[300 calls: calls] N[a day]",
        ),
        ("Demand is increasing by 3%", "N[Demand: measure] V[is increasing] P[by] N[3%]"),
        ("Recorded crime rose by 3%", "N[Recorded crime: recorded crime] V[rose] P[by] N[3%]"),
        ("Crime rose by 3%", "N[Crime: crime] V[rose] P[by] N[3%]"),
        ("300 recorded offences", "N[300 recorded offences: recorded offences]"),
        ("300 joined the force", "N[300] V[joined] N[the force]"),
        ("2,000 live in the town", "N[2,000] V[live] P[in] N[the town]"),
        ("The force plans savings of £3m", "N[The force] V[plans] N[savings: savings] P[of] N[£3m]"),
        ("Plans to save £3m", "N[Plans] V[to save] N[£3m]"),
        ("The force has to record 300 offences", "N[The force] V[has to record] N[300 offences: offences]"),
        ("Costs rose to record levels", "N[Costs] V[rose] P[to] N[record levels: measure]"),
        (
            "The force, which has 300 officers, covers Brackshire",
            "N[The force] , R[which] V[has] N[300 officers: officers] , V[covers] N[Brackshire]",
        ),
        (
            "The 300 officers in the county handle 900 calls",
            "N[The 300 officers: officers] P[in] N[the county: county] V[handle] N[900 calls: calls]",
        ),
        ("They supply 40 officers", "N[They: pointer] V[supply] N[40 officers: officers]"),
        ("This rose by 3%", "N[This: pointer] V[rose] P[by] N[3%]"),
        ("This increase of 3%", "N[This increase: rise] P[of] N[3%]"),
        ("Policing of 300 events", "N[Policing] P[of] N[300 events: events]"),
        ("The 40 residents pay", "N[The 40 residents: residents] V[pay]"),
    ],
)
def test_a_word_is_a_noun_or_a_verb_by_where_it_stands(text: str, groups: str) -> None:
    assert shown(text) == groups


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("The force does not employ 300 officers", "N[The force] V[does not employ] N[300 officers: officers]"),
        ("The force no longer needs 12 posts", "N[The force] V[no longer needs] N[12 posts]"),
        ("Not only 300 officers", "N[Not] A[only] N[300 officers: officers]"),
        ("It hasn't lost 300 officers", "N[It: pointer] V[hasn't lost] N[300 officers: officers]"),
        ("Crime has since dropped by 28%", "N[Crime: crime] V[has since dropped] P[by] N[28%]"),
        ("Since 2010 crime has dropped by 28%", "T[Since 2010] N[crime: crime] V[has dropped] P[by] N[28%]"),
        (
            "The force is expected to further reduce costs by £2m",
            "N[The force] V[is expected to further reduce] N[costs] P[by] N[£2m]",
        ),
        ("Savings of £3m a year have to be made", "N[Savings: savings] P[of] N[£3m] N[a year] V[have to be made]"),
        (
            "The force is committed to recruiting 30 officers",
            "N[The force] V[is committed] P[to] N[recruiting] N[30 officers: officers]",
        ),
        ("£3m has been earmarked for 40 vehicles", "N[£3m] V[has been earmarked] P[for] N[40 vehicles]"),
        ("The force has netted £3m from sales", "N[The force] V[has netted] N[£3m] P[from] N[sales]"),
        ("Demand has not been frozen", "N[Demand: measure] V[has not been frozen]"),
        ("The officers are 300 women", "N[The officers: officers] V[are] N[300 women: women]"),
        (
            "We're recruiting 30 officers; they've lost 12",
            "N[We: pointer] V['re recruiting] N[30 officers: officers] ; N[they: pointer] V['ve lost] N[12]",
        ),
        (
            "Having lost 300 officers, the force now recruits",
            "V[Having lost] N[300 officers: officers] , N[the force] A[now] V[recruits]",
        ),
        ("The workforce went up by 5%", "N[The workforce: workforce] V[went up] P[by] N[5%]"),
        ("Overtime came down by 3%", "N[Overtime] V[came down] P[by] N[3%]"),
        ("Women make up 31% of officers", "N[Women: women] V[make up] N[31%] P[of] N[officers: officers]"),
        ("The bill comes to £3m", "N[The bill] V[comes] P[to] N[£3m]"),
        ("The force took on 30 officers", "N[The force] V[took on] N[30 officers: officers]"),
        ("The force looks after 12 towns", "N[The force] V[looks after] N[12 towns: towns]"),
        ("£3m must come out of the budget", "N[£3m] V[must come out] P[of] N[the budget: budget]"),
    ],
)
def test_verb_groups_take_their_auxiliaries_adverbs_and_particles(text: str, groups: str) -> None:
    assert shown(text) == groups


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        (
            "We answered 20 calls per 1,000 residents, so far 3% up",
            "N[We: pointer] V[answered] N[20 calls: calls] /[per 1,000 residents] , A[so far] N[3%] C[up]",
        ),
        ("Crime is up 3%", "N[Crime: crime] V[is] C[up] N[3%]"),
        ("Crime was 4% lower than in 2014", "N[Crime: crime] V[was] N[4% lower] P[than] P[in] T[2014]"),
        (
            "While crime rose 3%, burglary fell",
            "S[While] N[crime: crime] V[rose] N[3%] , N[burglary: burglary] V[fell]",
        ),
        ("The officers that we employ", "N[The officers: officers] R[that] N[we: pointer] V[employ]"),
        ("That force has 300", "N[That force] V[has] N[300]"),
        ("Once we have 30 officers", "S[Once] N[we: pointer] V[have] N[30 officers: officers]"),
        ("Once recruited, 30 officers will join", "A[Once] V[recruited] , N[30 officers: officers] V[will join]"),
        (
            "The force – 300 strong – serves [the] county; it grows",
            "N[The force] – N[300 strong] – V[serves] [ N[the] ] N[county: county] ; N[it: pointer] V[grows]",
        ),
    ],
)
def test_what_joins_is_told_by_its_kind(text: str, groups: str) -> None:
    assert shown(text) == groups


@pytest.mark.parametrize(
    ("text", "lemma", "intent"),
    [
        ("Crime fell", "fall", ()),
        ("The force will recruit 30", "recruit", ("will",)),
        ("The force plans to recruit 30", "recruit", ("plan",)),
        ("The force aims to increase officers to 1,510", "increase", ("aim",)),
        ("The force is to recruit 30", "recruit", ("be_to",)),
        ("The force is likely to lose 30", "lose", ("likely", "be")),
        ("Crime is expected to have fallen", "fall", ("expect",)),
        ("The force did not recruit 30", "recruit", ()),
        ("The force will not", "", ("will",)),
        ("£3m has been earmarked", "earmarked", ()),
    ],
)
def test_a_verb_group_tells_its_main_verb_and_what_leads_to_it(text: str, lemma: str, intent: tuple[str, ...]) -> None:
    verb = the_verb(text)
    assert (verb.lemma, verb.intent) == (lemma, intent)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Crime fell", {"past"}),
        ("Crime falls by 3%", set()),
        ("Crime has fallen", {"perfect"}),
        ("Crime had fallen", {"perfect", "past"}),
        ("30 were recruited", {"passive", "past"}),
        ("The force has not been asked", {"passive", "perfect", "negated"}),
        ("The force will never lose 30", {"negated"}),
        ("It has not only lost 30", {"perfect"}),
        ("Having lost 30", {"perfect", "ing"}),
        ("Serving 30 towns", {"ing"}),
        ("To recruit 30", {"infinitive"}),
    ],
)
def test_a_verb_group_tells_its_form(text: str, told: set[str]) -> None:
    verb = the_verb(text)
    names = ("negated", "passive", "ing", "infinitive", "past", "perfect")
    assert {name for name in names if getattr(verb, name)} == told


@pytest.mark.parametrize(
    ("text", "class_", "particle"),
    [
        ("Overtime went up by 3%", "rise", "up"),
        ("Overtime came down by 3%", "fall", "down"),
        ("Women make up 31%", "make_up", "up"),
        ("The bill comes to £3m", "reach", "to"),
        ("The force took on 30", "recruit", "on"),
        ("£3m was taken out", "lose", "out"),
        ("Overtime ballooned up by 3%", "rise", "up"),
    ],
)
def test_a_particle_gives_a_verb_another_class(text: str, class_: str, particle: str) -> None:
    verb = the_verb(text)
    assert verb.among(class_)
    assert verb.particle == particle


@pytest.mark.parametrize(
    ("text", "word"), [("The force comes to terms with £3m", "comes"), ("The force made on average 30", "made")]
)
def test_a_verb_keeps_its_classes_before_what_is_no_particle_of_its_own(text: str, word: str) -> None:
    assert the_verb(text).classes == verb_forms()[word].classes


def test_no_particle_makes_a_rise_of_to_be() -> None:
    assert the_verb("Crime is up 3%").classes == {"be"}


def test_a_noun_group_tells_its_words_by_what_they_do() -> None:
    group = the_noun("The force's 300 highly trained response officers")
    assert group.determiner == "the"
    assert [token.text for token in group.owner] == ["the", "force", "’s"]
    assert (group.quantity, group.tokens[group.at].text) == (0, "#")
    assert group.modifiers == ["trained", "response"]
    assert group.noun == "officers"


@pytest.mark.parametrize("text", ["an additional 300", "300 more", "the other 300"])
def test_a_number_with_no_more_than_adjectives_has_no_head(text: str) -> None:
    assert the_noun(text).head is Head.NONE


@properties
@given(any_text)
def test_every_token_of_any_text_is_in_one_group(text: str) -> None:
    tokens = tokens_of(read_sentence(Sentence(text, 0, 1)))
    assert [token for group in chunks(tokens) for token in group.tokens] == tokens
