"""Settings, read from the environment as ``FORCE_PROFILES_<NAME>``."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, IPvAnyNetwork
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.db.deadlines import Deadlines
from app.logs import Form, Level
from app.vocabulary.names import nearest, suggestion

PREFIX = "FORCE_PROFILES_"
DEFAULT_DATABASE = "sqlite:///force-profiles.sqlite3"


def _listed(given: object) -> object:
    return [part for part in given.replace(",", " ").split() if part] if isinstance(given, str) else given


Networks = Annotated[tuple[IPvAnyNetwork, ...], NoDecode, BeforeValidator(_listed)]


class Settings(BaseSettings):
    """The settings of an operator. All have a default that works."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, hide_input_in_errors=True)

    database_url: str = Field(
        default=DEFAULT_DATABASE,
        repr=False,  # it may have a password
        description="The database: sqlite:///file or postgresql://user:password@host/name.",
    )
    read_database_url: str | None = Field(
        default=None,
        repr=False,
        description="The database that the service reads, where it is another: a replica that follows the database.",
    )
    host: str = Field(default="127.0.0.1", min_length=1, description="The address to listen on.")
    port: int = Field(default=8000, ge=0, le=65535, description="The port to listen on; 0 is any free one.")
    workers: int = Field(
        default=1, ge=1, le=256, description="How many processes answer, each with memory and connections of its own."
    )
    connect_seconds: int = Field(default=5, ge=2, description="How long reaching the database may take.")
    read_seconds: int = Field(default=30, ge=1, description="How long a request may read from the database.")
    queue_seconds: int = Field(default=10, ge=1, description="How long a request may wait for its turn to read.")
    cache_seconds: int = Field(
        default=300, ge=0, description="How long clients and proxies may reuse an answer before asking again."
    )
    stale_seconds: int = Field(
        default=86_400,
        ge=0,
        description="How long they may go on using it while they ask again or the service does not answer, and the "
        "service itself while the database is away.",
    )
    kept_bytes: int = Field(
        default=16_777_216,
        ge=0,
        description="How many bytes of answers each process keeps, to send them again until the data changes.",
    )
    look_seconds: float = Field(
        default=0.2, ge=0, description="How long after a look at whether the data changed the next is taken."
    )
    bulk_directory: Path | None = Field(
        default=None,
        description="The folder for the files of /v1/bulk; by default one of this user's own for temporary files.",
    )
    bulk_seconds: int = Field(
        default=60,
        ge=1,
        description="How long a request waits for these files to be made before it is told to ask again.",
    )
    rate_limit: int = Field(
        default=0, ge=0, description="How many requests a client may send in `rate_seconds`; 0 is no limit."
    )
    rate_seconds: int = Field(default=60, ge=1, description="The time that `rate_limit` is for.")
    extraction_queue: int = Field(
        default=8,
        ge=0,
        description="How many pages sent to be read may wait while others are read; more are told to wait.",
    )
    security_contact: str | None = Field(
        default=None,
        pattern=r"^(?:mailto:|https://|tel:)\S+$",
        description="Where to report a weakness, as mailto: or https:; it is told in /.well-known/security.txt.",
    )
    log_level: Level = Field(
        default="info",
        description="The least events that are logged: notice tells of starts and stops, info of requests too.",
    )
    log_format: Form = Field(default="text", description="A line of the log: text for people, or json for programs.")
    access_log: bool = Field(default=True, description="Whether each request is a line of the log, of level info.")
    request_ids: bool = Field(
        default=False,
        description="Whether every answer has X-Request-ID and traceparent; otherwise those to requests with either, "
        "and problems.",
    )
    log_clients: bool = Field(
        default=False, description="Whether lines of requests have the client's address, which is personal data."
    )
    telemetry: bool = Field(
        default=False, description="Whether requests are traced, to where OTEL_EXPORTER_OTLP_ENDPOINT says."
    )
    trusted_proxies: Networks = Field(
        default=(),
        description="The addresses or networks of proxies, separated by commas, whose X-Forwarded-For and "
        "X-Forwarded-Proto are believed.",
    )
    public_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s/?#@]+(?:/[^\s?#]*)?$",
        description="The address of the service as others know it; without it, answers name the one asked for.",
    )
    metrics: Literal["loopback", "everyone", "off"] = Field(
        default="loopback", description="Who may read /metrics: who asks on this machine, everyone, or nobody."
    )
    header_bytes: int = Field(default=32_768, ge=1024, description="How many bytes the headers of a request may have.")
    header_fields: int = Field(default=100, ge=10, description="How many header fields a request may have.")
    line_bytes: int = Field(
        default=8192, ge=512, description="How many bytes the address of a request, and each header field, may have."
    )
    header_seconds: float = Field(
        default=10, gt=0, description="How long the headers of a request may take, and a connection before the first."
    )
    body_seconds: float = Field(default=30, gt=0, description="How long the body of a request may take.")
    write_seconds: float = Field(
        default=30, gt=0, description="How long a client may take nothing of an answer before it is cut off."
    )
    keep_alive_seconds: int = Field(
        default=65, ge=1, description="How long a connection stays open for another request; longer than a proxy's."
    )
    connections: int = Field(
        default=0, ge=0, description="How many connections there may be; 0 is what open files allow, at most 1,000."
    )
    drain_seconds: float = Field(
        default=0,
        ge=0,
        description="How long the service goes on listening after SIGTERM, not ready, until no more is sent to it.",
    )
    graceful_seconds: float = Field(
        default=30, gt=0, description="How long requests may go on after listening ends, before they are cut off."
    )

    @property
    def reads_from(self) -> str:
        """The address of the database that the service reads."""
        return self.read_database_url or self.database_url

    @property
    def deadlines(self) -> Deadlines:
        """How long the database may take before it counts as unreadable."""
        return Deadlines(connect=self.connect_seconds, read=self.read_seconds, queue=self.queue_seconds)


def unknown_settings(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the names of variables that look like settings but are not, each with what to write instead.

    Variables for the tests of the service (``FORCE_PROFILES_TEST_...``) are left out, because they are no mistake.
    """
    known = Settings.model_fields.keys()
    for name in sorted(names):
        setting = name.upper().removeprefix(PREFIX).lower()
        if name.upper().startswith(PREFIX) and not setting.startswith("test_") and setting not in known:
            near = [PREFIX + found.upper() for found in nearest(setting, known)[:1]]
            yield name, suggestion(near, "docs/operations.md lists them").removeprefix("; ")
