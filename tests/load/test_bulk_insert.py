"""Inserting many rows at once: the databases differ in how, and not in what comes of it."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from app.db import models
from app.db.troubles import reason_of
from app.load.bulk_insert import bulk_insert


def test_what_the_database_refuses_is_an_error_like_that_of_any_other_statement(engine: Engine) -> None:
    names, of_no_revision = ("revision_id", "ordinal", "as_stated", "qualifier"), (1_000_000, 1, "42", "exact")
    with engine.connect() as connection, pytest.raises(IntegrityError) as refused:
        bulk_insert(connection, models.Unassigned, names, [of_no_revision])
    assert "foreign key" in reason_of(refused.value).lower()
