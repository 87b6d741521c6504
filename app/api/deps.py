"""What routes depend on: the force an address names, the release it asks for, the checks of its parameters.

All of it is ``async``: it looks at the request alone, and goes to a thread only for what it must read.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import Depends, Path, Query, Request
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from app.answers.forces import force_named
from app.answers.mistakes import Mistakes
from app.api.formats import MEDIA_TYPES, READ_AS
from app.api.reading import ReadingSession
from app.http.addresses import reference
from app.http.handlers import MovedPermanently
from app.http.negotiation import best_for
from app.http.problems import NotAcceptable
from app.queries import releases
from app.vocabulary.forces import Force
from app.vocabulary.measures import Topic
from app.vocabulary.names import nearest

OF_FIGURES = "/v1/observations"
"""The list that has every figure, in all formats and by all filters."""


async def force_in_path(
    request: Request,
    force: Annotated[
        str,
        Path(
            description="The force: its slug. An ONS code or another spelling of the name redirects to it.",
        ),
    ],
) -> Force:
    """Return the force that an address names. Raises ``UnknownForce``, or ``MovedPermanently`` to the slug."""
    found = force_named(force)
    if found.id != force:
        parts = {name: quote(str(part), safe="") for name, part in (request.path_params | {"force": found.id}).items()}
        path = request.scope["route"].path_format.format(**parts)
        raise MovedPermanently(reference(path, request.scope["query_string"]))
    return found


ForceInPath = Annotated[Force, Depends(force_in_path)]


@dataclass(frozen=True, slots=True)
class Documented:
    """What the OpenAPI document says that may be asked of an address.

    ``offered`` are the media types that it answers and ``read_as`` those that these may be asked for by; ``parameters``
    are those of its query, and whether each may be repeated.
    """

    has_formats: bool
    offered: tuple[str, ...]
    read_as: tuple[str, ...]
    parameters: Mapping[str, bool]


@lru_cache(maxsize=256)  # an application has fewer routes
def _documented(document: Callable[[], dict[str, Any]], route: str, method: str) -> Documented | None:
    """Return what a document says of a route; ``None`` where it does not have it."""
    operation = document()["paths"].get(route, {}).get(method)
    if operation is None:
        return None
    parameters = [p for p in operation.get("parameters", ()) if p.get("in") == "query"]
    queried = {p["name"]: p["schema"].get("type") == "array" for p in parameters}
    if "format" in queried:
        return Documented(True, (*MEDIA_TYPES.values(),), (*READ_AS,), queried)
    offered = (*operation["responses"]["200"]["content"],)
    # What is JSON may be read as such (RFC 6839, 3.1).
    read_as = (*offered, *("application/json" for media_type in offered if media_type.endswith("+json")))
    return Documented(False, offered, read_as, queried)


async def as_documented(request: Request) -> None:
    """Refuse what the OpenAPI document does not say of an address under ``/v1``.

    The framework ignores parameters that a route does not have, and knows nothing of ``Accept``.
    """
    route = request.scope["route"].path_format
    documented = _documented(request.app.openapi, route, request.method.lower()) if route.startswith("/v1/") else None
    if documented is not None:
        _accepting(request, documented)
        _with_known_parameters(request, documented)


def _accepting(request: Request, documented: Documented) -> None:
    """Refuse a request that accepts none of the media types that its address answers (RFC 9110, 15.5.7).

    A ``format`` that is asked for wins over ``Accept``.
    """
    if "format" in request.query_params or best_for(request.scope, documented.read_as):
        return
    there = f"This address answers {', '.join(documented.offered)}."
    if documented.has_formats:
        raise NotAcceptable(f"{there} Name one of them in Accept, or use ?format=.")
    raise NotAcceptable(f"{there} Lists have other formats, such as {_as_a_list(request, {'format': 'csv'})}.")


def _as_a_list(request: Request, asked: Mapping[str, str]) -> str:
    """Return the address of the list of figures that an address is about, with what else is asked of it."""
    *_, last = request.scope["path"].split("/")
    about = {name: request.path_params.get(name) for name in ("force", "round", "measure")}
    about["topic"] = last if last in {*Topic} else None
    return f"{OF_FIGURES}?{urlencode({name: value for name, value in about.items() if value} | {**asked})}"


def _with_known_parameters(request: Request, documented: Documented) -> None:
    """Refuse query parameters that the operation does not have, has once, or has with a value.

    No mistake may silently change an answer.
    """
    names = documented.parameters
    mistakes = Mistakes()
    for name in request.query_params:
        given = request.query_params.getlist(name)
        if mistakes.enough:
            break
        if name not in names:
            known = f"known here: {', '.join(names) or 'none'}"
            of_figures = _documented(request.app.openapi, OF_FIGURES, "get")
            if of_figures is not None and name in of_figures.parameters and not documented.has_formats:
                known += f"; lists have it, such as {_as_a_list(request, {name: given[-1]})}"
            mistakes.wrong(name, "no such parameter", nearest(name, names), known)
        elif len(given) > 1 and not names[name]:
            mistakes.wrong(name, "it may be given once")
        elif "" in given:
            mistakes.wrong(name, "it has no value; leave it out, or give one")
    mistakes.refuse()


AS_OF = "write it as 2026-11-30, 2026-11-30T12:00:00Z or the number of a release"


async def release_asked(
    session: ReadingSession,
    as_of: Annotated[
        str | None,
        Query(
            description="Answer as the data stood then: a date (the end of that day, UTC), a moment with its zone, or "
            "the number of a release. A time or release to come is refused, because its answer may still change.",
            json_schema_extra={"pattern": r"^(?:\d{1,9}|\d{4}-\d\d-\d\d(?:T\S+)?)$"},
        ),
    ] = None,
) -> int | None:
    """Return the number of the release that ``as_of`` names; ``None`` for the data as it stands now.

    That is the newest release too, and indexes are of what stands now.
    """
    return None if as_of is None else await run_in_threadpool(session.look_up, lambda reading: _release(reading, as_of))


AsOf = Annotated[int | None, Depends(release_asked)]


def _release(session: Session, as_of: str) -> int | None:
    mistakes = Mistakes()
    release = None
    if re.fullmatch(r"\d{1,9}", as_of, re.ASCII):
        release = releases.release_number(session, int(as_of))
        if release is None:
            mistakes.wrong("as_of", f"there is no release {as_of}; see /v1/releases")
    elif (moment := _moment(as_of)) is None:
        mistakes.wrong("as_of", f"{as_of!r} is no date, moment or release; {AS_OF}")
    elif moment > datetime.now(UTC):
        mistakes.wrong("as_of", f"{as_of} has not come yet; leave it out for the data as it stands now")
    else:
        release = releases.release_at(session, moment)
        if release is None:
            mistakes.wrong("as_of", "there was no data yet; see /v1/releases")
    mistakes.refuse()
    return None if release == releases.last_number(session) else release


def _moment(text: str) -> datetime | None:
    """Return the moment that a text names: a day stands for its end, today for now. ``None`` where it names none."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            day, now = date.fromisoformat(text), datetime.now(UTC)
            return now if day == now.date() else datetime.combine(day, time.max, tzinfo=UTC)
        moment = datetime.fromisoformat(text)
        return None if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
