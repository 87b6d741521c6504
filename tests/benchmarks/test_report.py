"""The report is made of what parts found, and tells how to read it."""

import inspect
from pathlib import Path

import pytest

from benchmarks import __main__ as benchmarks
from benchmarks import load, machine, report, results
from benchmarks.results import Results, Table

WRK = """Running 1s test @ http://127.0.0.1:8000/
  1 threads and 128 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     3.06ms    1.23ms  20.01ms   92.11%
    Req/Sec    41.28k     2.03k   44.21k    80.00%
  41063 requests in 1.02s, 53.22MB read
Requests/sec:  40258.01
Transfer/sec:     52.18MB
"""


def test_what_a_part_found_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "FOLDER", tmp_path / "kept")
    found = Results([Table("Speed", ["what", "ratio"], [["ours", "0.9"]])], ["nginx: it is not installed"])

    results.keep("warm", found)

    assert results.kept("warm", tmp_path / "kept") == found
    assert results.kept("cold", tmp_path / "kept") is None


def test_a_part_is_told_with_what_was_left_out() -> None:
    found = Results([Table("Speed", ("what", "ratio"), [("ours", "0.9")])], ["nginx: it is not installed"])

    text = report.section("warm", benchmarks.PARTS["warm"], found)

    assert "| ours | 0.9 |" in text
    assert "nginx: it is not installed" in text
    assert "sqlalchemy" in text


@pytest.mark.parametrize("part", benchmarks.PARTS)
def test_every_part_says_what_it_measures_and_what_not(part: str) -> None:
    assert "Not measured: " in (inspect.getdoc(benchmarks.PARTS[part]) or "")


def test_the_report_is_that_of_the_results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "FILE", tmp_path / "performance.md")

    report.write(benchmarks.PARTS)

    written = (machine.ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    assert (tmp_path / "performance.md").read_text(encoding="utf-8") == written, "make bench ARGS=--report writes it"


def test_ratios_are_taken_within_rounds() -> None:
    assert results.ratio([10, 40, 30], [20, 40, 10]) == "1 (0.75–2)"
    assert results.ratio([10], [20]) == "0.5"


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (0.00512, "0.0051"), (0.5, "0.5"), (3.14159, "3.14"), (12_345.6, "12,346")]
)
def test_figures_have_as_many_digits_as_they_are_worth(number: float, text: str) -> None:
    assert results.figure(number) == text


def test_what_wrk_tells_is_read() -> None:
    assert load.told_by_wrk(WRK) == load.Load(41063, 1.02)


@pytest.mark.parametrize("wrong", [WRK.replace("41063", "0"), WRK + "  Non-2xx or 3xx responses: 3\n", "unable"])
def test_wrong_answers_are_not_counted(wrong: str) -> None:
    with pytest.raises(load.WrongAnswerError):
        load.told_by_wrk(wrong)


def test_an_unknown_part_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        benchmarks.main(["warmth"])
    assert "there is no part warmth" in capsys.readouterr().err
