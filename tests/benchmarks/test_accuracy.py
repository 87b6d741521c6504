"""The labelled statements are in order, are read about as well as is claimed, and those held out stay so."""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from app.extract.observations import extract
from app.vocabulary.forces import resolve
from app.vocabulary.measures import measures
from app.vocabulary.qualifiers import Qualifier, Status
from app.vocabulary.things import things
from app.vocabulary.units import Unit
from benchmarks import accuracy
from benchmarks.accuracy import main, read, summary
from benchmarks.cases import cases_of, in_order, page_of
from benchmarks.kinds import KINDS, SETS, report, right_by_kind
from benchmarks.labels import HELD_OUT, LABELLED, WRITTEN_ON, folders, labelled_statements
from benchmarks.proportions import Proportion, proportion

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DECISION = (ROOT / "docs" / "decisions" / "0035-a-grammar-of-statements.md").read_text(encoding="utf-8")
LOG = (ROOT / "docs" / "reading.md").read_text(encoding="utf-8")
STATEMENTS = {folder: tuple(labelled_statements(folder)) for folder in folders(*WRITTEN_ON, *HELD_OUT)}
ALL = [statement for statements in STATEMENTS.values() for statement in statements]
STATEMENT = '''
force = "Fenmarsh Police"
round = "2015"
text = """
Fenmarsh Police has 1,204 officers. It covers 312 square miles.
"""
'''
OFFICERS = '[[figure]]\nwords = "1,204 officers"\nmeasure = "police_officers"\nvalue = 1204\nunit = "people"\n'
AREA = '[[figure]]\nwords = "312 square miles"\nmeasure = "area"\nvalue = 310\nunit = "square_miles"\n'


def test_there_are_60_labelled_statements_50_unseen_ones_and_30_held_out_of_different_forces() -> None:
    assert {folder.name: len(statements) for folder, statements in STATEMENTS.items()} == {
        "labelled": 60,
        **{f"batch-{number}": 10 for number in range(1, 7)},
        "statements": 20,
    }
    names = Counter(statement.force_name for _, statement, _ in ALL)
    assert [name for name, times in names.items() if times > 1] == []


def test_labels_keep_to_the_vocabulary() -> None:
    for name, _, labels in ALL:
        for label in labels:
            assert label.unit in {unit.value for unit in measures()[label.measure].units}, (name, label.words)
            assert Qualifier(label.qualifier), name
            assert Status(label.status), name
            assert (label.value_max is not None) == (label.qualifier == "range"), (name, label.words)
            assert Unit(label.unit)


def test_what_is_nearly_so_many_is_labelled_almost() -> None:
    nearly = re.compile(r"^(nearly|almost|just under|just shy of)\b", re.IGNORECASE)
    labels = [(name, label) for name, _, labels in ALL for label in labels if nearly.match(label.words)]
    assert len(labels) > 20
    assert [(name, label.words) for name, label in labels if label.qualifier != "almost"] == []


def test_most_measures_are_labelled_somewhere() -> None:
    used = Counter(label.measure for _, _, labels in ALL for label in labels)
    known = {id_ for thing in things().values() for ids in thing.measures.values() for id_ in ids}
    catalogued = [id_ for id_ in known if measures()[id_].catalogued]
    assert sum(id_ in used for id_ in catalogued) > 0.9 * len(catalogued)


def test_no_labelled_statement_is_about_a_real_force() -> None:
    assert [statement.force_name for _, statement, _ in ALL if resolve(statement.force_name)] == []


@pytest.mark.parametrize("name", SETS)
def test_the_cases_of_kinds_keep_to_the_vocabulary(name: str) -> None:
    files = sorted((KINDS / name).glob("*.toml"))
    assert [file.name for file in files] == [file.name for file in sorted((KINDS / "open").glob("*.toml"))]
    for file in files:
        for case in cases_of(file):
            assert case.keys() <= {"text", "figures"}, file.name
            assert {figure["measure"] for figure in case["figures"]} <= measures().keys(), case["text"]


def test_what_is_read_is_right_and_nothing_is_lost() -> None:
    figures = {name: found.value for name, found in summary(read(LABELLED)[LABELLED]).items()}
    assert figures["precision"] >= 0.98
    assert figures["recall"] >= 0.95
    assert figures["coverage"] == 1
    assert min(figures[name] for name in ("unit", "qualifier", "period", "area", "status")) >= 0.97


@pytest.mark.parametrize(
    ("right", "of", "interval"),
    [
        ((92,), (100,), (0.85, 0.96)),  # one by one: see below
        ((92,) * 3, (100,) * 3, (0.88, 0.95)),
        ((74,), (100,), (0.65, 0.82)),
    ],
)
def test_the_interval_of_independent_figures_is_wilsons(
    right: tuple[int, ...], of: tuple[int, ...], interval: tuple[float, float]
) -> None:
    one_by_one = tuple(1 if number < sum(right) else 0 for number in range(sum(of)))
    low, high = Proportion(one_by_one, (1,) * sum(of)).interval
    assert (round(low, 2), round(high, 2)) == interval


def test_figures_of_one_text_are_worth_fewer_independent_ones() -> None:
    low, high = Proportion((10, 10, 10, 10, 10, 10, 10, 10, 10, 2), (10,) * 10).interval
    assert (round(low, 2), round(high, 2)) == (0.82, 0.97)


def test_all_of_nothing_is_right_but_nothing_is_known_of_it() -> None:
    nothing = proportion([(0, 0)])
    assert nothing.value == 1
    assert nothing.interval == (0, 1)


@pytest.fixture
def halves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the halves of the benchmark two statements, one wrongly labelled in each, and return their folder."""
    for half, told in (("written", OFFICERS + AREA), ("held-out", AREA)):
        (tmp_path / half / "batch-1").mkdir(parents=True)
        (tmp_path / half / "batch-1" / f"{half}-fenmarsh.toml").write_text(STATEMENT + told, encoding="utf-8")
    monkeypatch.setattr(accuracy, "WRITTEN_ON", (tmp_path / "written",))
    monkeypatch.setattr(accuracy, "HELD_OUT", (tmp_path / "held-out",))
    return tmp_path


@pytest.mark.usefixtures("halves")
def test_the_halves_are_told_apart_and_what_is_held_out_stays_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.kinds.report", lambda: ("the kinds",))
    assert main([]) == 0
    said = capsys.readouterr().out
    written, held_out = said.split("What they were not: 1 statements, 1 labelled figures")
    assert "precision  0.500" in written
    assert "1 of 2" in written
    assert "precision  0.000" in held_out
    assert "the kinds" in held_out
    assert "written-fenmarsh: missed area 310 “312 square miles”" in said
    assert "held-out-fenmarsh" not in said


def test_one_folder_is_read_alone_and_its_misses_listed(halves: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--folder", str(halves / "held-out")]) == 0
    said = capsys.readouterr().out
    assert "held-out-fenmarsh: missed area 310 “312 square miles”" in said
    assert "written" not in said
    main(["--folder", str(halves / "held-out"), "--misses", "0"])
    assert "held-out-fenmarsh" not in capsys.readouterr().out


def test_figures_of_which_careful_readers_could_disagree_are_counted_neither_way(tmp_path: Path) -> None:
    (tmp_path / "fenmarsh.toml").write_text(f"{STATEMENT}{OFFICERS}{AREA}doubtful = true\n", encoding="utf-8")
    figures = summary(read(tmp_path)[tmp_path])
    assert figures["precision"].of == figures["recall"].of == (1,)
    assert figures["certain"].of == (1,)
    assert figures["likely"].of == ()


def test_kinds_say_how_many_cases_are_read_right(tmp_path: Path) -> None:
    officers = '{ text = "It has 1,204 officers.", figures = [{ measure = "police_officers", value = 1204 }] }'
    nothing = '{ text = "It has 1,204 officers.", figures = [] }'
    for name, cases in (("open", [officers, nothing]), ("sealed", [officers])):
        (tmp_path / name).mkdir()
        (tmp_path / name / "01-levels.toml").write_text(f"case = [{', '.join(cases)}]", encoding="utf-8")
    assert right_by_kind(tmp_path / "open") == {"01-levels": (1, 2)}
    said = list(report(tmp_path))
    assert re.search(r"01-levels +1 of 2 +1 of 1$", said[1])
    assert said[2].startswith("  open      0.500")
    assert said[3].startswith("  sealed    1.000")


def test_the_readme_claims_no_more_than_is_read() -> None:
    row = re.search(r"^\| 60 labelled statements, written on \| ([\d.]+) \| ([\d.]+) \|$", README, re.MULTILINE)
    assert row is not None
    figures = summary(read(LABELLED)[LABELLED])
    assert float(row[1]) <= round(figures["precision"].value, 3)
    assert float(row[2]) <= round(figures["recall"].value, 3)


def test_the_first_readings_of_the_readme_are_those_of_the_log() -> None:
    told = re.findall(r"^\| (batch \d), first reading \| ([\d.]+ .+) \| ([\d.]+ .+) \|$", README, re.MULTILINE)
    logged = re.findall(r"^\| (\d) \| `\w{7}` \| ([\d.]+ \(.+?\)) \| ([\d.]+ \(.+?\)) \|", LOG, re.MULTILINE)
    assert len(told) >= 5
    assert told == [(f"batch {number}", precision, recall) for number, precision, recall in logged]


def test_the_log_counts_the_texts_and_labels_of_each_batch() -> None:
    rows = re.findall(r"^\| (\d)(?:, held out)? \| (\d), (\d), (\d) \| (\d+) \| (\d+) \|", LOG, re.MULTILINE)
    for number, *of_kinds, labelled, doubtful in rows:
        folder = next(folder for folder in STATEMENTS if folder.name == f"batch-{number}")
        labels = [label for _, _, labels in STATEMENTS[folder] for label in labels]
        assert (len(labels), sum(label.doubtful for label in labels)) == (int(labelled), int(doubtful))
        kinds = Counter(tomllib.loads(file.read_text(encoding="utf-8"))["kind"] for file in folder.glob("*.toml"))
        assert [kinds[kind] for kind in ("statement", "force page", "commissioner")] == list(map(int, of_kinds))
    assert len(rows) == sum(folder.name.startswith("batch-") for folder in STATEMENTS)


def test_the_decision_tells_of_every_module_of_the_extractor() -> None:
    layout = DECISION.partition("## The layout of `app/extract`")[2].partition("\n## ")[0]
    named = {
        name for row in re.findall(r"^\| (`.+?) \|", layout, re.MULTILINE) for name in re.findall(r"`(\w+)/?`", row)
    }
    modules = (ROOT / "app" / "extract").iterdir()
    assert {module.stem for module in modules if not module.stem.startswith("__")} - named == set()


def test_the_sentence_of_the_decision_is_read_as_it_says() -> None:
    text = re.search(r'^"(In the year .+)"$', DECISION, re.MULTILINE)
    table = re.findall(
        r"^\| `(\w+)` \| ([\d,]+) (\w+) \| (\w+) \| ([^|]+) \| ?(\w*) \| (\w+) \| `([^`]+)` \|$", DECISION, re.MULTILINE
    )
    assert text is not None
    figures = in_order(extract(page_of({"text": text[1]})))
    assert table == [
        (
            o.measure,
            f"{o.value:,}",
            o.unit,
            o.qualifier,
            o.period and o.period.label,
            o.area or "",
            o.certainty,
            o.method,
        )
        for o in figures
    ]
