"""Every rule by which a figure can be read has an example, which is read by it, and says what it rests on."""

import ast

import pytest

from app.extract.constructions import CONSTRUCTIONS
from app.extract.observations import extract
from app.extract.rules import Rule, rule_of, rules
from app.vocabulary.grounds import Ground
from benchmarks.accuracy import labelled_statements
from tests.builders import read
from tests.test_architecture import ROOT

TELLING = {"like": 0, "stating": 0, "_extent": 4}
"""The functions that are told it by place."""


def _named_in_the_code() -> set[str]:
    """Return the rules that the modules of extraction name as such, beside the constructions."""
    found = set()
    for path in (ROOT / "extract").glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            told = [keyword.value for keyword in call.keywords if keyword.arg == "how"]
            if name in TELLING:
                told += call.args[TELLING[name] : TELLING[name] + 1]
            found |= {str(one.value) for one in told if isinstance(one, ast.Constant)}
    return found


def test_every_rule_that_the_code_names_is_told_of() -> None:
    named = _named_in_the_code()
    assert {"aside", "respectively", "ratio"} <= named
    assert rules().keys() == named | {"extent"} | {construction.id for construction in CONSTRUCTIONS}


@pytest.mark.parametrize("rule", [one for one in rules().values() if one.ground is not Ground.OWN_WORDS], ids=str)
def test_the_example_of_a_rule_is_read_by_it(rule: Rule) -> None:
    """Those of constructions are tried where these are."""
    assert rule in {rule_of(figure.method) for figure in read(rule.example).observations}


def test_every_figure_of_the_labelled_statements_is_read_by_a_rule_that_is_told_of() -> None:
    for _, statement, _ in labelled_statements():
        for figure in extract(statement).observations:
            assert rule_of(figure.method).id
