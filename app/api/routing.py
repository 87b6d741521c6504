"""Routes: the lists that resources declare theirs in, and how each is made."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Depends
from fastapi.routing import APIRoute
from starlette.routing import compile_path

from app.api.deps import as_documented
from app.api.reading import in_one_hop


class Route(APIRoute):
    """A route that looks into what its endpoint takes and gives when it is first asked for.

    To do so for all of them is a tenth of the start, and most processes are asked for few.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **declared: Any) -> None:  # noqa: ANN401 - passed on
        self.path, self.endpoint = path, endpoint
        self.path_regex, self.path_format, self.param_convertors = compile_path(path)
        self.methods = {*(declared["methods"] or ("GET",))}
        self._declared = declared

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - of the framework
        """Return an attribute that was not needed so far."""
        declared = self.__dict__.pop("_declared", None)
        if declared is None:
            raise AttributeError(name)
        super().__init__(self.path, in_one_hop(self.endpoint), **declared)
        return getattr(self, name)


class Routes(APIRouter):
    """The routes of a resource, which refuse what the OpenAPI document does not say of them, and are named in it."""

    def __init__(self, prefix: str = "", **declared: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(
            prefix=prefix,
            route_class=Route,
            dependencies=[Depends(as_documented)],
            generate_unique_id_function=lambda route: route.name,
            **declared,
        )
