"""What is read from a text that is sent: in its turn, in a process of its own, and nothing is stored."""

from anyio import to_thread

from app.answers.mistakes import Mistakes
from app.answers.problems import NotAStatement, TooCostly
from app.http.problems import Busy, PayloadTooLarge
from app.http.turns import Turns
from app.reading import Page, Readers, TooCostlyError, TooLargeError
from app.schemas.extraction import ReadPage, SentPage, read_page
from app.schemas.problems import ParameterError
from app.statements.decoding import NotTextError, decoded
from app.statements.statement import NO_ROUND, InWelshError, NotAStatementError
from app.vocabulary.forces import forces

MAX_BYTES = 200_000
AT_ONCE = 2
"""How many texts are read at the same time: reading takes the processor, which all other answers need too."""
LONGEST_WAIT = 5
"""For how many seconds another waits for its turn."""


def too_large() -> PayloadTooLarge:
    """Return the problem of a text that is longer than any that is read."""
    return PayloadTooLarge(f"A page may have {MAX_BYTES:,} bytes; statements have a few thousand.")


def text_of(content: bytes, charset: str | None = None) -> str:
    """Return the text that was sent. Raises ``NotAStatement`` where it is none."""
    try:
        return decoded(content, charset)
    except NotTextError as error:
        raise NotAStatement(f"What was sent is {error}.") from None


def _busy() -> Busy:
    return Busy(f"As many pages are being read as are read at once. Send it again in {LONGEST_WAIT} s.")


class PageReading:
    """Reads the pages that are sent, a few at once; ``most_waiting`` others wait for their turn."""

    def __init__(self, readers: Readers, most_waiting: int) -> None:
        self.readers = readers
        self.turns = Turns(
            at_once=AT_ONCE,
            seconds=LONGEST_WAIT,
            refusal=lambda: Busy(
                f"As many pages are being read as are read at once. Send it again in {LONGEST_WAIT} s."
            ),
            waiting=most_waiting,
        )

    async def read(self, sent: SentPage) -> ReadPage:
        """Return what is read from a page. Raises a problem where it cannot be read, or not now."""
        mistakes = Mistakes()
        named = mistakes.forces([] if sent.force is None else [sent.force])
        rounds = mistakes.rounds([] if sent.round is None else [sent.round])
        mistakes.refuse()
        page = Page(
            text=sent.text,
            round=rounds[0] if rounds else None,
            url=sent.url,
            force=forces()[named[0]] if named else None,
        )
        try:
            async with self.turns.turn():
                return await to_thread.run_sync(lambda: read_page(*self.readers.read(page)))
        except TooLargeError as error:
            raise PayloadTooLarge(f"It cannot be read: {error}.") from None
        except TooCostlyError as error:
            raise TooCostly(f"It cannot be read: {error}.") from None
        except InWelshError as error:
            raise NotAStatement(f"{str(error)[0].upper()}{str(error)[1:]}.") from None
        except NotAStatementError as error:
            hint = "The words of a statement alone can be read with `force` and `round`."
            unsaid = {"force": not named and error.missing != [NO_ROUND], "round": NO_ROUND in error.missing}
            raise NotAStatement(
                f"This is no force's statement: it has {'; it has '.join(error.missing)}. {hint}",
                errors=[
                    ParameterError(parameter=name, detail="the text does not say it, so it is to be given", nearest=[])
                    for name, lacking in unsaid.items()
                    if lacking
                ],
            ) from None
