"""Claims without a number: named rules that recognise what a sentence says and restate it in our own words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.extract.periods import find_periods
from app.statements.text import Sentence
from app.vocabulary.measures import Topic
from app.vocabulary.periods import PeriodKind
from app.vocabulary.records import Note, NoteKind, Place


@dataclass(frozen=True, slots=True)
class NoteRule:
    """A rule for notes. ``wording`` may name groups of the pattern; ``dated`` says whether the sentence may date it.

    ``cues`` are words of which a sentence that the pattern fits has at least one.
    """

    id: str
    topic: Topic
    kind: NoteKind
    cues: tuple[str, ...]
    pattern: re.Pattern[str]
    wording: str
    dated: bool
    example: str


def _rule(  # noqa: PLR0913, PLR0917 - a rule is its parts
    id_: str,
    topic: Topic,
    kind: NoteKind,
    wording: str,
    cues: tuple[str, ...],
    pattern: str,
    example: str,
    *,
    dated: bool = False,
) -> NoteRule:
    return NoteRule(id_, topic, kind, cues, re.compile(pattern, re.VERBOSE), wording, dated, example)


_MADE = r"(?:set\sup|established|launched|created|opened|introduced|implemented|adopted)"

NOTE_RULES: tuple[NoteRule, ...] = (
    _rule(
        "note.plan_balances",
        Topic.BUDGET,
        NoteKind.OUTLOOK,
        "Financial plan forecast to balance",
        ("financial",),
        r"\bfinancial\s(?:plan|strategy)\b[^.;]{0,40}?\b(?:forecast|projected|expected)\sto\s(?:be\s)?balanced?\b",
        "Our medium-term financial plan is expected to balance.",
    ),
    _rule(
        "note.recruitment_on_track",
        Topic.WORKFORCE,
        NoteKind.OUTLOOK,
        "Recruitment on track",
        ("on track", "on course"),
        r"\bon\s(?:track|course)\b[^.;]{0,25}?\b(?:recruit\w*|uplift)\b",
        "We are on course to meet our recruitment goal.",
    ),
    _rule(
        "note.commitment",
        Topic.DEMAND,
        NoteKind.COMMITMENT,
        "Commitment named “{name}”",
        ("commitment", "promise", "pledge"),
        r"[“\"‘'](?P<name>[A-Z][^”\"’']{2,40})[”\"’'],?\s(?:is\s)?(?:a|its|our|the)\s(?:[a-z]+\s)?(?:commitment"
        r"|promise|pledge)\b",
        "“Here For You” is our promise to every caller.",
    ),
    _rule(
        "note.operating_model",
        Topic.DEMAND,
        NoteKind.INITIATIVE,
        "New operating model introduced",
        ("odel",),
        r"\b[Nn]ew\s(?:[Ll]ocal\s|[Tt]arget\s)?(?:[Pp]olicing\s)?(?:[Oo]perating\s"
        rf"|[Pp]olicing\s)[Mm]odel\b[^.;]{{0,30}}?\b{_MADE}\b"
        rf"|\b{_MADE}\sa\snew\s(?:[a-z]+\s){{0,2}}model\b",
        "A new operating model was adopted in May 2019.",
        dated=True,
    ),
    _rule(
        "note.academy",
        Topic.WORKFORCE,
        NoteKind.INITIATIVE,
        "{name} set up",
        ("Academy",),
        rf"\b{_MADE}\s(?:the\s|a\s|its\s|our\s)?(?P<name>(?:[A-Z][\w’-]+\s){{0,4}}Academy)\b",
        "The force opened the Brackshire Skills Academy in 2018.",
        dated=True,
    ),
    _rule(
        "note.international_airport",
        Topic.GEOGRAPHY,
        NoteKind.CHARACTER,
        "One international airport in the area",
        ("international airport",),
        r"\b(?:an|one)\sinternational\sairport\b",
        "It has an international airport and a port.",
    ),
    _rule(
        "note.regional_collaboration",
        Topic.WORKFORCE,
        NoteKind.PARTNERSHIP,
        "Takes part in regional policing collaborations",
        ("regional",),
        r"\bregional\s(?:policing\s|police\s)?collaborations?\b",
        "It hosts several regional collaborations.",
    ),
    _rule(
        "note.works_with",
        Topic.DEMAND,
        NoteKind.PARTNERSHIP,
        "Works with {name}",
        ("work",),
        r"\bworks?\s(?:[a-z]+\s){0,3}(?:with|alongside)\s(?:the\s|its\s|our\s)?"
        r"(?P<name>(?:local\s)?(?:authorities|councils|universities|partners)"
        r"(?:\sand\s(?:other\s|local\s)?(?:partners|communities|agencies))?)\b",
        "The force works closely with local councils and partners.",
    ),
)


def find_notes(sentence: Sentence) -> Iterator[Note]:
    """Yield the notes of a sentence, each rule's first match."""
    for rule in NOTE_RULES:
        if not any(cue in sentence.text for cue in rule.cues):
            continue
        match = rule.pattern.search(sentence.text)
        if match is None:
            continue
        year, month = _date(sentence.text, match.end()) if rule.dated else (None, None)
        yield Note(
            topic=rule.topic,
            kind=rule.kind,
            text=rule.wording.format(**match.groupdict()),
            year=year,
            month=month,
            place=Place(sentence.paragraph, sentence.start + match.start(), sentence.start + match.end()),
            method=rule.id,
        )


def _date(text: str, after: int) -> tuple[int | None, int | None]:
    """Return the year and month of the next date in a sentence."""
    for mention in find_periods(text):
        start = mention.period.start
        if mention.start >= after and start is not None:
            month = start.month if mention.period.kind in {PeriodKind.MONTH, PeriodKind.DATE} else None
            return start.year, month
    return None, None
