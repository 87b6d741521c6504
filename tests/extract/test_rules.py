"""Every rule by which a figure can be read has an example, which is read by it, and says what it rests on."""

import ast

import pytest

from app.extract.observations import extract
from app.vocabulary.rules import Rule, rule_of, rules
from benchmarks.labels import labelled_statements
from tests.builders import read
from tests.test_architecture import ROOT

BY_PLACE = {"like": 2}
"""The functions that are told the rule by place instead of as ``how``."""


def _named_in_the_code() -> set[str]:
    """Return the rules that the modules of extraction name."""
    found: set[str] = set()
    for path in (ROOT / "extract").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call):
                name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
                told = [keyword.value for keyword in call.keywords if keyword.arg == "how"]
                if name in BY_PLACE:
                    told += call.args[BY_PLACE[name] : BY_PLACE[name] + 1]
                found |= {words for one in told for part in ast.walk(one) if (words := _rule(part))}
    return found


def _rule(node: ast.AST) -> str:
    """Return the rule that a part of the code spells, or nothing."""
    spelt = node.value if isinstance(node, ast.Constant) else None
    return spelt if isinstance(spelt, str) and spelt.isidentifier() else ""


def test_every_rule_that_the_code_names_is_told_of() -> None:
    named = _named_in_the_code()
    assert {"aside", "respectively", "ratio"} <= named
    assert named == rules().keys()


@pytest.mark.parametrize("rule", rules().values(), ids=str)
def test_the_example_of_a_rule_is_read_by_it(rule: Rule) -> None:
    assert rule in {rule_of(figure.method) for figure in read(rule.example).observations}


def test_every_figure_of_the_labelled_statements_is_read_by_a_rule_that_is_told_of() -> None:
    for _, statement, _ in labelled_statements():
        for figure in extract(statement).observations:
            assert rule_of(figure.method).id
