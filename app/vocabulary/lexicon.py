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
    irregular: Mapping[str, str] = _lexicon()["irregular"]
    forms: dict[str, VerbForm] = {}
    for lemma, names in classes.items():
        told = [*(_irregular(lemma, irregular[lemma]) if lemma in irregular else _regular(lemma))]
        for word, form in told:
            forms.setdefault(word, VerbForm(lemma, frozenset(names), form, (word, Form.PAST) in told))
    return MappingProxyType(forms)


def _irregular(lemma: str, told: str) -> Iterator[tuple[str, Form]]:
    third, past, participle, ing = told.split()
    yield from ((lemma, Form.BASE), (third, Form.THIRD), (past, Form.PAST), (participle, Form.PAST), (ing, Form.ING))


def _regular(lemma: str) -> Iterator[tuple[str, Form]]:
    yield lemma, Form.BASE
    if lemma.endswith("e"):
        yield from ((f"{lemma}s", Form.THIRD), (f"{lemma}d", Form.PAST), (f"{lemma[:-1]}ing", Form.ING))
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        yield from ((f"{lemma[:-1]}ies", Form.THIRD), (f"{lemma[:-1]}ied", Form.PAST), (f"{lemma}ing", Form.ING))
    else:
        third = f"{lemma}es" if lemma.endswith(("s", "x", "ch", "sh")) else f"{lemma}s"
        yield from ((third, Form.THIRD), (f"{lemma}ed", Form.PAST), (f"{lemma}ing", Form.ING))
