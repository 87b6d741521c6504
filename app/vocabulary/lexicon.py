"""The closed classes of words that the grammar rests on. The entries are in ``app/data/lexicon.toml``."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType


class Form(StrEnum):
    """A form of a verb."""

    BASE = "base"
    THIRD = "third"
    PAST = "past"  # and the past participle
    ING = "ing"


@dataclass(frozen=True, slots=True)
class VerbForm:
    """What a word is as a verb: its lemma, the classes of that, and the form."""

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
def verb_forms() -> Mapping[str, VerbForm]:
    """Return the verbs' forms, by word. A word that two verbs share is the form of the first."""
    classes: dict[str, set[str]] = {}
    for name, lemmas in _lexicon()["verbs"].items():
        for lemma in lemmas.split():
            classes.setdefault(lemma, set()).add(name)
    irregular: Mapping[str, str] = _lexicon()["irregular"]
    forms: dict[str, VerbForm] = {}
    for lemma, names in classes.items():
        told = [*(_irregular(lemma, irregular[lemma]) if lemma in irregular else _regular(lemma))]
        for word, form in told:
            forms.setdefault(word, VerbForm(lemma, frozenset(names), form, (word, Form.PAST) in told))
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


def _irregular(lemma: str, told: str) -> Iterator[tuple[str, Form]]:
    third, past, participle, ing = told.split()
    yield from ((lemma, Form.BASE), (third, Form.THIRD), (past, Form.PAST), (participle, Form.PAST), (ing, Form.ING))


def _regular(lemma: str) -> Iterator[tuple[str, Form]]:
    yield lemma, Form.BASE
    if lemma in _doubling():
        stem = lemma + lemma[-1]
        yield from ((f"{lemma}s", Form.THIRD), (f"{stem}ed", Form.PAST), (f"{stem}ing", Form.ING))
    elif lemma.endswith("e"):
        yield from ((f"{lemma}s", Form.THIRD), (f"{lemma}d", Form.PAST), (f"{lemma[:-1]}ing", Form.ING))
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        yield from ((f"{lemma[:-1]}ies", Form.THIRD), (f"{lemma[:-1]}ied", Form.PAST), (f"{lemma}ing", Form.ING))
    else:
        third = f"{lemma}es" if lemma.endswith(("s", "x", "ch", "sh")) else f"{lemma}s"
        yield from ((third, Form.THIRD), (f"{lemma}ed", Form.PAST), (f"{lemma}ing", Form.ING))


@cache
def _doubling() -> frozenset[str]:
    return frozenset(_lexicon()["spelling"]["doubling"].split())
