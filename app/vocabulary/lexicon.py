"""The closed classes of words that the grammar rests on. The entries are in ``app/data/lexicon.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType


class Form(StrEnum):
    """A form of a verb."""

    BASE = "base"
    THIRD = "third"
    PAST = "past"  # or the past participle
    ING = "ing"


@dataclass(frozen=True, slots=True)
class VerbForm:
    """What a word is as a verb: its lemma, the classes of that, the form, and whether it may be the past participle."""

    lemma: str
    classes: frozenset[str]
    form: Form
    participle: bool = False


@cache
def _lexicon() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((files("app.data") / "lexicon.toml").read_text(encoding="utf-8"))


@cache
def members(name: str) -> frozenset[str]:
    """Return the words of a class."""
    return frozenset(_lexicon()["classes"][name].split())


def classes_of(word: str) -> frozenset[str]:
    """Return the classes that a word is of, verbs' classes aside."""
    return _classes_by_word().get(word, _NO_CLASSES)


_NO_CLASSES: frozenset[str] = frozenset()


@cache
def _classes_by_word() -> Mapping[str, frozenset[str]]:
    classes: dict[str, set[str]] = {}
    for name in _lexicon()["classes"]:
        for word in members(name):
            classes.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in classes.items()}


@cache
def any_of(*names: str) -> frozenset[str]:
    """Return the words of several classes."""
    return frozenset[str]().union(*map(members, names))


@cache
def verb_forms() -> Mapping[str, VerbForm]:
    """Return the verbs' forms, by word. A word that two verbs share is the form of the first."""
    classes: dict[str, set[str]] = {}
    for name, lemmas in _lexicon()["verbs"].items():
        for lemma in lemmas.split():
            classes.setdefault(lemma, set()).add(name)
    forms: dict[str, VerbForm] = {}
    for lemma, names in classes.items():
        third, past, participles, ing = _forms_of(lemma)
        pasts = ((word, Form.PAST) for word in (past, *participles))
        for word, form in ((lemma, Form.BASE), (third, Form.THIRD), *pasts, (ing, Form.ING)):
            forms.setdefault(word, VerbForm(lemma, frozenset(names), form, word in participles))
    return MappingProxyType(forms)


@cache
def phrasal_verbs() -> Mapping[tuple[str, str], str]:
    """Return the class of each verb with a particle: "rise" of "go" and "up"."""
    pairs: dict[tuple[str, str], str] = {}
    for name, entries in _lexicon()["phrasal"].items():
        for entry in entries.split():
            lemma, particle = entry.split("_")
            pairs[lemma, particle] = name
    return MappingProxyType(pairs)


def _forms_of(lemma: str) -> tuple[str, str, tuple[str, ...], str]:
    """Return a verb's third person, past, past participles and form in "-ing"."""
    if lemma in _lexicon()["irregular"]:
        third, past, participles, ing = _lexicon()["irregular"][lemma].split()
        return third, past, tuple(participles.split("/")), ing
    third, past, ing = _regular_forms(lemma)
    return third, past, (past,), ing


def _regular_forms(lemma: str) -> tuple[str, str, str]:
    """Return the third person, the past and the form in "-ing" by the rules of spelling."""
    if lemma in _lexicon()["spelling"]["doubling"].split():
        return f"{lemma}s", f"{lemma}{lemma[-1]}ed", f"{lemma}{lemma[-1]}ing"
    if lemma.endswith("e"):
        return f"{lemma}s", f"{lemma}d", f"{lemma[:-1]}ing"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return f"{lemma[:-1]}ies", f"{lemma[:-1]}ied", f"{lemma}ing"
    return f"{lemma}es" if lemma.endswith(("s", "x", "ch", "sh")) else f"{lemma}s", f"{lemma}ed", f"{lemma}ing"
