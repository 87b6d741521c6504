"""The catalogue of indicators: what is derived from the measures, and how."""

from typing import Annotated, Any

from fastapi import Query

from app.api.formats import InFormat
from app.api.problems import responses
from app.api.routing import Routes
from app.derived.indicators import DEFINITIONS
from app.http.problems import InvalidParameter
from app.schemas.common import FieldsQuery
from app.schemas.indicators import IndicatorDefinition, IndicatorPage, indicator_definition

router = Routes(
    prefix="/v1/indicators",
    tags=["measures"],
    responses=responses(InvalidParameter),
)


@router.get("", summary="The indicators", response_model=IndicatorPage)
async def list_indicators(answering: InFormat, query: Annotated[FieldsQuery, Query()]) -> Any:  # noqa: ANN401 - a model or a response
    """List the indicators: what each is derived from, and how. Their figures are in `/v1/compare` and by force."""
    items = [indicator_definition(of) for of in DEFINITIONS.values()]
    answer = IndicatorPage(items=items, total=len(items), next=None)
    return answering.answer(answer, answer.items, IndicatorDefinition, query.fields)
