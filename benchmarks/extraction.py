"""Reading statements.

How fast `extract` reads on one core, and how its time grows with a statement's length. The statements are made from
templates about forces that do not exist.

Not measured: parsing of HTML, the database, and prose unlike the templates; a text of many figures takes longer than
one of few.
"""

import gc
import statistics
import time
from collections.abc import Callable, Sequence

from app.extract.observations import extract
from app.statements.statement import Statement
from app.vocabulary.forces import Force
from benchmarks.results import Results, Table, figure

STATEMENTS = 24
ROUNDS = 7
LENGTHS = (1, 2, 4, 16)

NAMES = ("Harrowmere", "Eastfold", "Brackwater", "Stonevale", "Wyndham Coast", "Larkshire")
TOWNS = ("Tarnbridge", "Oldhaven", "Millcombe", "Saltby", "Queensholt", "Fernley")
OPENINGS = (
    (
        "{name} Police serves a force area of {miles:,} square miles, with {coast} miles of coastline to the east and "
        "a large rural hinterland. It covers {districts} districts and has two universities."
    ),
    (
        "The force polices an area of about {miles:,} square miles, in which some {towns} market towns lie between "
        "wide stretches of open farmland. There is one airport, and there are three prisons."
    ),
)
PEOPLE = (
    (
        "A population of over {people} million lives here, and it is expected to grow by {growth}% by 2030. Around "
        "{minority}% of the population of {town} are from an ethnic minority, and more than {languages} languages are "
        "spoken there."
    ),
    (
        "About {households},000 households make up the area, which is among the more prosperous of its region. In "
        "{town}, nearly half of the residents are under 25, while in the villages a fifth are aged 65 or over."
    ),
)
MONEY = (
    (
        "The force has a budget of £{budget}m (2021/22), of which {local}% comes from local council tax. It has made "
        "savings of £{savings} million since 2010 and plans to save a further £{more}m by March 2024. Its medium-term "
        "financial plan is forecast to balance."
    ),
    (
        "Its budget for 2022/23 is £{budget} million, an increase of {growth}% on the year before. Reserves stand at "
        "£{savings}m, and between £{more}m and £{savings}m will be invested in vehicles and buildings."
    ),
)
STRENGTH = (
    (
        "The force employs {officers:,} police officers, {staff:,} police staff and {pcsos} police community support "
        "officers. They are helped by {specials} special constables and up to {volunteers} volunteers. {front}% of "
        "officers are in frontline roles."
    ),
    (
        "There are {officers:,} officers and {staff:,} members of police staff, and recruitment is on track. The force "
        "aims for an establishment of {target:,} police officers by March 2023, with fewer than {specials} specials."
    ),
)
WORK = (
    (
        "In the year to March 2022 it recorded {crimes:,} crimes, {growth}% more than in the year before, and dealt "
        "with {incidents:,} incidents. It answered {calls:,} 999 calls and roughly {more} thousand calls to 101."
    ),
    (
        "The control room took {calls:,} emergency calls in 2021/22, which was a rise of {growth}%. Over {crimes:,} "
        "crimes were recorded and {arrests:,} arrests were made; {incidents:,} incidents were attended."
    ),
)
PLAIN = (
    (
        "We work with our communities, local authorities and other partners to keep people safe. A new operating model "
        "was introduced in March 2020, which brought neighbourhood officers closer to the places that they serve and "
        "gave victims a single point of contact."
    ),
    (
        "Our officers are supported by a regional collaboration in which forces share forensic services, training and "
        "specialist operations. An academy opened in 2020, and our approach to vulnerability has been recognised by "
        "others who look to us for good practice."
    ),
    (
        "The needs of our towns differ from those of our villages. Seasonal work brings people to the coast in summer, "
        "while in winter the roads over the moor ask much of our drivers, and isolation leaves some of those who live "
        "alone open to fraud on the doorstep and online."
    ),
    (
        "We have listened to what victims told us and changed how we answer: calls are assessed by trained staff, "
        "diary appointments are offered where that suits the caller better, and supervisors review investigations "
        "early, so that those which cannot go on are explained rather than left open."
    ),
)


def statements(count: int, *, dense: bool) -> list[Statement]:
    """Return invented statements of about 250 to 400 words, the same ones each time.

    They have about as many figures as the bundled statements have, or twice as many where they are ``dense``.
    """
    return [_statement(number, dense=dense) for number in range(count)]


def measure() -> Results:
    """Measure and return what was found."""
    rows = []
    for dense in (False, True):
        made = statements(STATEMENTS, dense=dense)
        words = [len(statement.text.split()) for statement in made]
        figures = sum(len(read.observations) + len(read.unassigned) for read in map(extract, made)) / len(made)
        seconds = statistics.median(_seconds(made) for _ in range(ROUNDS)) / len(made)
        of_words = figure(sum(words) / len(made) / seconds)
        rows.append((f"{min(words)} to {max(words)}", f"{figures:.1f}", figure(1 / seconds), of_words))
    made = statements(1, dense=False)
    lengthened = {"of more paragraphs": _more_paragraphs, "of one long sentence": _one_sentence}
    growth = [(name, *map(figure, _growth(made[0], longer).values())) for name, longer in lengthened.items()]
    return Results(
        [
            Table(f"{STATEMENTS} invented statements", ("words", "figures", "statements/s", "words/s"), rows),
            Table("Time as the text grows", ("text", *(f"{length} times as long" for length in LENGTHS)), growth),
        ]
    )


def _growth(statement: Statement, lengthened: Callable[[Statement, int], Statement]) -> dict[int, float]:
    """Return how many times as long reading takes at each length, the median over the rounds of the ratio in each."""
    longer = {length: lengthened(statement, length) for length in LENGTHS}
    ratios: dict[int, list[float]] = {length: [] for length in LENGTHS}
    for _ in range(ROUNDS):
        # As many characters are read at every length, so that all are timed for about as long.
        times = {n: _seconds([text] * (LENGTHS[-1] // n)) / (LENGTHS[-1] // n) for n, text in longer.items()}
        for length, taken in times.items():
            ratios[length].append(taken / times[LENGTHS[0]])
    return {length: statistics.median(found) for length, found in ratios.items()}


def _seconds(batch: Sequence[Statement]) -> float:
    """Return how long reading the statements takes."""
    gc.collect()
    began = time.process_time()
    for statement in batch:
        extract(statement)
    return time.process_time() - began


def _more_paragraphs(statement: Statement, times: int) -> Statement:
    return _with_paragraphs(statement, statement.paragraphs * times)


def _one_sentence(statement: Statement, times: int) -> Statement:
    """Return the statement without its full stops, all in one paragraph: what a sentence splitter cannot divide."""
    text = " and ".join(paragraph.replace(". ", ", ").rstrip(".") for paragraph in statement.paragraphs * times)
    return _with_paragraphs(statement, (text,))


def _with_paragraphs(statement: Statement, paragraphs: tuple[str, ...]) -> Statement:
    return Statement(
        force=statement.force,
        force_name=statement.force_name,
        round=statement.round,
        title=statement.title,
        url=statement.url,
        language=statement.language,
        paragraphs=paragraphs,
        disclaimer=statement.disclaimer,
    )


def _statement(number: int, *, dense: bool) -> Statement:
    name = NAMES[number % len(NAMES)]
    figures = {
        "name": name,
        "town": TOWNS[number % len(TOWNS)],
        "miles": 640 + 137 * number,
        "coast": 20 + 3 * number,
        "districts": 4 + number % 9,
        "towns": 11 + number % 7,
        "people": f"{0.6 + number / 10:.1f}",
        "growth": f"{2 + number / 4:.1f}",
        "minority": 8 + number % 20,
        "languages": 60 + 5 * number,
        "households": 210 + 9 * number,
        "budget": f"{152.3 + 7.9 * number:.1f}",
        "local": 31 + number % 15,
        "savings": 18 + number,
        "more": 5 + number % 11,
        "officers": 1310 + 83 * number,
        "staff": 905 + 41 * number,
        "pcsos": 120 + 7 * number,
        "specials": 90 + 6 * number,
        "volunteers": 150 + 10 * number,
        "front": f"{89.2 + number / 5:.1f}",
        "target": 1450 + 85 * number,
        "crimes": 41_870 + 2_311 * number,
        "incidents": 131_204 + 5_907 * number,
        "calls": 98_415 + 3_733 * number,
        "arrests": 7_350 + 290 * number,
    }
    subjects = (OPENINGS, PEOPLE, MONEY, STRENGTH, WORK)
    told = [choices[(number + place) % len(choices)] for place, choices in enumerate(subjects)]
    others = [choices[(number + place + 1) % len(choices)] for place, choices in enumerate(subjects[2:])]
    if dense:
        templates = [*told, *others[: 1 + number % 3], *PLAIN[:2]]
    else:
        templates = [*(told[(number + place) % len(told)] for place in range(3)), *PLAIN]
    force = Force(
        id=name.lower().replace(" ", "-"),
        name=f"{name} Police",
        country="England",
        region="Nowhere",
        ons_code="X00000000",
        website="https://force.example",
        aliases=(),
        places=TOWNS,
        area_names=(name,),
    )
    return Statement(
        force=force,
        force_name=force.name,
        round="2021-22",
        title=f"{force.name} 2021/22",
        url=None,
        language="en",
        paragraphs=tuple(template.format(**figures) for template in templates),
        disclaimer=True,
    )
