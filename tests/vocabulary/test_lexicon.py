import re
import tomllib
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

import app
from app.vocabulary.lexicon import Form, classes_of, members, phrasal_verbs, verb_forms

LEXICON = tomllib.loads((files("app.data") / "lexicon.toml").read_text(encoding="utf-8"))
READERS = "\n".join(path.read_text(encoding="utf-8") for path in sorted((Path(app.__file__).parent).rglob("*.py")))
FOUND = "found"
"""The one form that two verbs share: 300 were found, a force was founded."""


@pytest.mark.parametrize("name", [*LEXICON["classes"], *(name for name in LEXICON["verbs"] if name != "other")])
def test_every_class_is_read(name: str) -> None:
    assert f'"{name}"' in READERS


@pytest.mark.parametrize(("table", "name"), [(t, name) for t in ("classes", "verbs", "phrasal") for name in LEXICON[t]])
def test_no_word_is_in_a_class_twice(table: str, name: str) -> None:
    assert [word for word, count in Counter(LEXICON[table][name].split()).items() if count > 1] == []


@pytest.mark.parametrize("name", LEXICON["classes"])
def test_the_words_of_a_class_are_such_as_tokens_are(name: str) -> None:
    assert [word for word in members(name) if not re.fullmatch(r"[a-z]+|[a-z]?’[a-z]*|-", word)] == []


def test_only_verbs_of_no_other_class_are_of_none() -> None:
    classed = {lemma for name, lemmas in LEXICON["verbs"].items() if name != "other" for lemma in lemmas.split()}
    assert not classed & {*LEXICON["verbs"]["other"].split()}


def test_what_is_irregular_or_doubles_a_letter_is_a_verb() -> None:
    verbs = {lemma for lemmas in LEXICON["verbs"].values() for lemma in lemmas.split()}
    assert {*LEXICON["irregular"], *LEXICON["spelling"]["doubling"].split()} <= verbs
    assert {lemma for lemma, _ in phrasal_verbs()} <= verbs


def test_no_verb_is_irregular_that_the_rules_of_spelling_give() -> None:
    regular = {lemma: f"{lemma}s {lemma}ed {lemma}ed {lemma}ing" for lemma in LEXICON["irregular"]}
    assert [lemma for lemma, forms in LEXICON["irregular"].items() if forms == regular[lemma]] == []


def test_no_base_is_a_form_of_another_verb() -> None:
    lemmas = {lemma for names in LEXICON["verbs"].values() for lemma in names.split()}
    assert {lemma for lemma in lemmas if verb_forms()[lemma].lemma != lemma} == {FOUND}


@pytest.mark.parametrize(
    ("word", "lemma", "form"),
    [
        ("rises", "rise", Form.THIRD),
        ("rose", "rise", Form.PAST),
        ("risen", "rise", Form.PAST),
        ("cut", "cut", Form.BASE),
        ("stopped", "stop", Form.PAST),
        ("patrolling", "patrol", Form.ING),
        ("reduces", "reduce", Form.THIRD),
        ("reducing", "reduce", Form.ING),
        ("supplies", "supply", Form.THIRD),
        ("supplied", "supply", Form.PAST),
        ("employs", "employ", Form.THIRD),
        ("reaches", "reach", Form.THIRD),
        ("oversaw", "oversee", Form.PAST),
        ("found", "find", Form.PAST),
    ],
)
def test_a_form_of_a_verb_is_known(word: str, lemma: str, form: Form) -> None:
    told = verb_forms()[word]
    assert (told.lemma, told.form) == (lemma, form)


@pytest.mark.parametrize(
    ("word", "participle"), [("risen", True), ("rose", False), ("cut", True), ("swelled", True), ("swollen", True)]
)
def test_a_participle_is_told_from_a_past(word: str, participle: bool) -> None:
    assert verb_forms()[word].participle is participle


def test_a_verb_is_of_all_its_classes() -> None:
    assert {"make_up", "find"} <= verb_forms()["made"].classes


def test_a_verb_with_a_particle_has_a_class_of_its_own() -> None:
    assert phrasal_verbs()["make", "up"] == "make_up"
    assert ("make", "down") not in phrasal_verbs()


def test_the_classes_of_a_word_are_those_that_it_is_a_member_of() -> None:
    assert classes_of("its") == {name for name in LEXICON["classes"] if "its" in members(name)}
    assert classes_of("burglary") == frozenset()
