"""How the numbers of a page were read, for people and as JSON."""

from rich.text import Text

from app.cli import terminal
from app.cli.common import Format, print_json
from app.extract.explaining import ExplainedSentence, Explanation, explained
from app.schemas.common import json_number
from app.statements.statement import Statement


def explain(statement: Statement, output: Format) -> None:
    """Print how each number of a statement was read: the groups of its sentence, and what each stage made of it."""
    sentences = explained(statement)
    if output is Format.JSON:
        print_json(list(map(_json, sentences)))
        return
    for sentence in sentences:
        _line(f"\n{sentence.text}", style="bold")
        _line(f"  {sentence.groups}", style="dim")
        for number in sentence.numbers:
            _line(f"\n  {number.words}{'' if number.figure else '  (unassigned)'}", style="bold")
            for step in number.steps:
                _line(f"    {step.stage:<10} {step.said}")


def _line(text: str, style: str = "") -> None:
    terminal.out.print(Text(terminal.printable(text), style=style), soft_wrap=True)


def _json(sentence: ExplainedSentence) -> dict[str, object]:
    return {"text": sentence.text, "groups": sentence.groups, "numbers": list(map(_number_json, sentence.numbers))}


def _number_json(number: Explanation) -> dict[str, object]:
    figure = number.figure
    read = None if figure is None else {"measure": figure.measure, "value": json_number(figure.value)}
    steps = [{"stage": step.stage, "said": step.said} for step in number.steps]
    return {"words": number.words, "figure": read, "steps": steps}
