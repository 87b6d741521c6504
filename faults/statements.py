"""Pages of invented statements, to be taken in."""

from pathlib import Path

FIRST = 2031
"""The round of the first page: after all that is bundled."""
PAGE = """\
Kent Police {round}

The force says...

The force serves a population of 1.9 million people, of whom {share}% are aged 65 or over. It has {officers} police
officers and 2,050 police staff, and a budget of £{budget}m in 2021/22.

The force recorded {crimes} crimes in the year to March 2021 and answered 1,234,567 calls.

Disclaimer: this was prepared by Kent Police.
"""


def page(nth: int) -> str:
    """Return the text of an invented page; each has other figures."""
    return PAGE.format(
        round=FIRST + nth,
        share=10 + nth % 20,
        officers=f"{4001 + nth:,}",
        budget=300 + nth,
        crimes=f"{160_001 + nth:,}",
    )


def statement(nth: int) -> str:
    """Return the name of the statement that a page is of."""
    return f"kent/{FIRST + nth}"


def pages(folder: Path, count: int, *, first: int = 0) -> list[Path]:
    """Write invented pages to a folder and return their files."""
    folder.mkdir(exist_ok=True)
    files = [folder / f"{FIRST + nth}.txt" for nth in range(first, first + count)]
    for nth, file in enumerate(files, start=first):
        file.write_text(page(nth), encoding="utf-8")
    return files
