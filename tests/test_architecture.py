"""The layout: which package may import which, and where SQL and writing are."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import app

ROOT = Path(app.__file__).parent
ORDER = (
    *("vocabulary", "statements", "extract", "official", "reading", "derived", "db", "queries", "load", "review"),
    *("schemas", "http", "server", "answers", "flat", "bulk", "charts", "api", "explorer", "assistants", "main", "cli"),
)
"""A package may import itself and those before it. What stands alone (settings, logs, data) is not in the order."""

MODULES = sorted(ROOT.rglob("*.py"))


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def package_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "app" and parts[1] in ORDER else None


def names_called(tree: ast.Module) -> set[str]:
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {f.id if isinstance(f, ast.Name) else f.attr for f in calls if isinstance(f, ast.Name | ast.Attribute)}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    own = package_of(".".join(("app", *path.relative_to(ROOT).with_suffix("").parts)))
    if own is None:
        return
    later = ORDER[ORDER.index(own) + 1 :]
    wrong = [name for name in imported(ast.parse(path.read_text(encoding="utf-8"))) if package_of(name) in later]
    assert not wrong


def test_the_readme_says_what_is_in_every_package() -> None:
    readme = (ROOT.parent / "README.md").read_text(encoding="utf-8")
    assert [package for package in ORDER if package != "main" and f"`app/{package}`" not in readme] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_sql_is_written_in_queries_and_load_only(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    names = set(imported(ast.parse(path.read_text(encoding="utf-8"))))
    writing = {f"sqlalchemy.{verb}" for verb in ("insert", "update", "delete")}
    if package not in {"queries", "load"}:
        assert not names & (writing | {"sqlalchemy.select", "sqlalchemy.exists", "sqlalchemy.func"})
    if package != "load":
        assert not names & writing


KNOWN_TO_HTTP = (
    *("app.http", "app.server", "app.logs", "app.settings"),
    *("app.db.sqlite", "app.db.troubles", "app.schemas.problems", "app.vocabulary.names"),
)
"""What HTTP rests on: how a database fails and how names are suggested, but not what the data is about."""


@pytest.mark.parametrize("package", ["http", "server"])
def test_http_knows_nothing_of_forces(package: str) -> None:
    for path in (ROOT / package).glob("*.py"):
        names = [name for name in imported(ast.parse(path.read_text(encoding="utf-8"))) if name.startswith("app.")]
        assert all(name.startswith(KNOWN_TO_HTTP) for name in names), path


def test_api_assistants_and_commands_stand_beside_each_other() -> None:
    beside = {"api", "assistants", "cli"}
    for path in MODULES:
        own = path.relative_to(ROOT).parts[0]
        if own in beside and path != ROOT / "cli" / "serving.py":  # which starts the others
            names = {package_of(name) for name in imported(ast.parse(path.read_text(encoding="utf-8")))}
            assert not (beside - {own}) & names, path


def test_extraction_has_no_input_or_output() -> None:
    for path in (ROOT / "extract").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert not names_called(tree) & {"open", "print", "read_text", "read_bytes"}
        assert not any(name.startswith(("sqlalchemy", "fastapi", "os", "pathlib")) for name in imported(tree))
