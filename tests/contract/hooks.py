"""What Schemathesis is told beside the schema."""

from typing import Any

import schemathesis


@schemathesis.hook
def before_call(_context: schemathesis.HookContext, case: Any, _kwargs: dict[str, Any]) -> None:  # noqa: ANN401
    """With `fields`, items have fewer fields than the schema of whole ones asks for: that is what it is for."""
    case.query.pop("fields", None)
