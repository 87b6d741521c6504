"""Mistakes in a request, collected so that one answer can list them all with the nearest valid names."""

from collections.abc import Iterable, Sequence

from app.http.problems import MOST_ERRORS, InvalidParameter
from app.schemas.problems import ParameterError
from app.vocabulary.forces import nearest_forces, resolve
from app.vocabulary.names import abridged, nearest, suggestion
from app.vocabulary.rounds import parse_round

MOST_KNOWN = 12
"""Up to how many known values are listed if none is close to a wrong one."""


class Mistakes:
    """Collects what is wrong with the parameters of a question, so that one answer names all that one step finds.

    There are three steps: names and repetitions, then types and ranges (the framework's), then what values mean. A
    request with a mistake of each sort is refused once for each.
    """

    def __init__(self) -> None:
        self.errors: list[ParameterError] = []

    @property
    def enough(self) -> bool:
        """Whether enough mistakes have been collected to report."""
        return len(self.errors) >= MOST_ERRORS

    def one_of(self, parameter: str, given: Iterable[str], known: Iterable[str], *, noun: str = "") -> list[str]:
        """Return the values given, each once, all of which must be known. A value is called as its parameter is."""
        known = list(known)
        told = f"known: {', '.join(known)}" if len(known) <= MOST_KNOWN else ""
        values = list(dict.fromkeys(given))
        for value in values:
            if value not in known and not self.enough:
                self.wrong(parameter, f"no such {noun or parameter}: {value!r}", nearest(value, known), told)
        return values

    def forces(self, given: Iterable[str], parameter: str = "force") -> list[str]:
        """Return the slugs of the forces named, each once."""
        found = {name: resolve(name) for name in given}
        for name, force in found.items():
            if force is None and not self.enough:
                self.wrong(parameter, f"no such force: {name!r}", nearest_forces(name))
        return list(dict.fromkeys(force.id for force in found.values() if force))

    def rounds(self, given: Iterable[str]) -> list[str]:
        """Return the rounds named, each once, in their usual form: ``2021/22`` is ``2021-22``."""
        rounds = {name: parse_round(name) for name in given}
        for name, round_ in rounds.items():
            if round_ is None:
                self.wrong("round", f"{name!r} is no round; write it as 2021-22 or 2016")
        return list(dict.fromkeys(round_ for round_ in rounds.values() if round_ is not None))

    def wrong(self, parameter: str, detail: str, near: Sequence[str] = (), otherwise: str = "") -> None:
        """Note that a parameter is wrong, unless enough is; ``otherwise`` is what to do where nothing is near."""
        if self.enough:
            return
        detail = abridged(f"{parameter}: {detail}{suggestion(near, otherwise)}")
        self.errors.append(ParameterError(parameter=abridged(parameter), detail=detail, nearest=list(near)))

    def refuse(self) -> None:
        """Raise ``InvalidParameter`` if anything was wrong."""
        if self.errors:
            raise self.refusal()

    def refusal(self) -> InvalidParameter:
        """Return the exception to raise for what was wrong."""
        return InvalidParameter("; ".join(error.detail for error in self.errors), errors=self.errors)
