"""Settings, read from the environment as ``FORCE_PROFILES_<NAME>``."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_DATABASE = "sqlite:///force-profiles.sqlite3"


class Settings(BaseSettings):
    """What an operator may set; everything has a default that works."""

    model_config = SettingsConfigDict(env_prefix="FORCE_PROFILES_", frozen=True)

    database_url: str = Field(
        default=DEFAULT_DATABASE, description="The database: sqlite:///file or postgresql://user:password@host/name."
    )
    cache_seconds: int = Field(
        default=300, ge=0, description="How long clients and proxies may reuse an answer before asking again."
    )
