"""Settings, read from the environment as ``FORCE_PROFILES_<NAME>``."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.db.deadlines import Deadlines
from app.logs import Form, Level

DEFAULT_DATABASE = "sqlite:///force-profiles.sqlite3"


class Settings(BaseSettings):
    """What an operator may set; everything has a default that works."""

    model_config = SettingsConfigDict(env_prefix="FORCE_PROFILES_", frozen=True, hide_input_in_errors=True)

    database_url: str = Field(
        default=DEFAULT_DATABASE,
        repr=False,  # it may have a password
        description="The database: sqlite:///file or postgresql://user:password@host/name.",
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
        description="How long they may go on using it while they ask again, or while the service does not answer.",
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
        default="notice",
        description="The least events that are logged: notice tells of starts and stops, info of requests too.",
    )
    log_format: Form = Field(default="text", description="A line of the log: text for people, or json for programs.")
    log_clients: bool = Field(
        default=False, description="Whether lines of requests have the client's address, which is personal data."
    )
    telemetry: bool = Field(
        default=False, description="Whether requests are traced, to where OTEL_EXPORTER_OTLP_ENDPOINT says."
    )

    @property
    def deadlines(self) -> Deadlines:
        """How long the database may take before it counts as one that cannot be read."""
        return Deadlines(connect=self.connect_seconds, read=self.read_seconds, queue=self.queue_seconds)
