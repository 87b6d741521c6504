"""The page to try the reading of a text. What is sent is read as the API reads it, shown, and forgotten."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl

from anyio import to_thread
from fastapi import Query, Request, Response
from pydantic import BaseModel

from app.answers.extraction import MAX_BYTES, PageReading, text_of, too_large
from app.answers.problems import NotAStatement
from app.explorer.highlights import highlighted, places
from app.explorer.pages import About, Pages, show
from app.http.bodies import body_of
from app.http.problems import Problem, UnsupportedMediaType
from app.schemas.extraction import ReadPage, SentPage
from app.vocabulary.display import display_bounds

router = Pages()

FORM = "application/x-www-form-urlencoded"
MOST_SENT = 3 * MAX_BYTES + 1_000
"""How large a form may be: a text of which each byte is coded takes three times as many, and there are other fields."""

WHOSE = (
    "Tell us whose words these are: choose a force and a round below. "
    "(A page copied whole from the inspectorate’s site says so itself.)"
)
"""What is told where a text does not say whose it is."""

SAMPLE = """\
Northmarsh Police 2023-25

The force says...

Northmarsh Police serves over 1.1 million people across 979 square miles. Of its residents 18% are from ethnic \
minorities, compared with a national average of 12%.

In 2022/23 the force has a budget of £223.2m, and must save £6.1m in 2023/24 and £7.9m in 2024/25. Our medium-term \
financial plan is expected to balance.

It has 2,242 police officers, about 1,300 police staff and 185 PCSOs, and is recruiting to an \
establishment of 2,300 officers by March 2025. Its people work from seven sites.

In the year to March 2023 the force recorded 98,400 crimes, a fall of 4%, and took between 200,000 and 220,000 \
emergency calls.

Disclaimer: this statement is invented. It was prepared by Northmarsh Police, which there is not.
"""
"""A statement to try: neither the force nor any of its figures is real."""


class ExtractQuery(BaseModel):
    """What the page is asked for: with a ``sample``, its form is filled in."""

    sample: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What the form holds: a text as it was sent, and whose it is, where that is said."""

    content: bytes = b""
    force: str = ""
    round: str = ""

    @property
    def text(self) -> str:
        """The text as it is shown again, whatever was sent."""
        return self.content.decode(errors="replace")

    @property
    def page(self) -> SentPage:
        """The page to be read. Raises a problem where the text is too large, or none."""
        if len(self.content) > MAX_BYTES:
            raise too_large()
        return SentPage(text=text_of(self.content), force=self.force or None, round=self.round or None)


@router.api_route("/extract", methods=["GET", "POST"])
async def try_reading(request: Request, query: Annotated[ExtractQuery, Query()]) -> Response:
    """Answer the form, and to what is sent with it what is read."""
    if request.method != "POST":
        return _page(request, Form(content=SAMPLE.encode() if query.sample else b""))
    form, read, problem = Form(), None, None
    try:
        form = await form_sent(request)
        reading: PageReading = request.state.page_reading
        read = await reading.read(form.page)
    except Problem as found:
        problem = found
    answer = await to_thread.run_sync(lambda: _page(request, form, read, problem))  # a long text has much to be shown
    answer.headers["Cache-Control"] = "no-store"
    if problem is not None:
        answer.status_code = problem.status
        answer.headers.update(problem.headers)
    return answer


async def form_sent(request: Request) -> Form:
    """Return the form that a request brings. Raises a problem for one too large or of another type."""
    if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != FORM:
        raise UnsupportedMediaType(f"The form is sent as {FORM}, in UTF-8.")
    body = await body_of(request, MOST_SENT, too_large())
    # By Latin-1 each byte is a character of its own: what encoding the text is in is found out where all are.
    sent = {name: value.encode("latin-1") for name, value in parse_qsl(body.decode("latin-1"), encoding="latin-1")}
    force, round_ = (sent.get(name, b"").decode(errors="replace").strip() for name in ("force", "round"))
    content = sent.get("text", b"").replace(b"\r\n", b"\n")  # as browsers end the lines of a form
    return Form(content=content, force=force, round=round_)


def _page(request: Request, form: Form, read: ReadPage | None = None, problem: Problem | None = None) -> Response:
    about = About(
        title=f"{'Error: ' if problem else ''}{'What was read' if read else 'Try it on your own text'}",
        description="Paste what a police force says of itself, and see which figures are read from it, by which rule, "
        "how sure each is, and which numbers are left. Nothing is stored.",
        address="/extract",
        data={},
    )
    read_at = (
        []
        if read is None
        else list(places(read.observations, read.unassigned, read.notes, left_as="a number that was left"))
    )
    return show(
        request,
        "extract.html",
        about,
        form=form,
        read=read,
        problem=problem,
        wrong=_wrong(problem),
        most_bytes=MAX_BYTES,
        bounds=display_bounds,
        places=read_at,
        paragraphs=[] if read is None else highlighted(read.statement.paragraphs, read_at),
    )


def _wrong(problem: Problem | None) -> dict[str, str]:
    """Return what is wrong with the fields of the form, by their names."""
    if problem is None:
        return {}
    if isinstance(problem, NotAStatement) and problem.errors:
        return {problem.errors[0].parameter: WHOSE}
    told = {error.parameter: error.detail.removeprefix(f"{error.parameter}: ") for error in problem.errors}
    return told or {"text": problem.detail}
