"""Examples in the OpenAPI document: what the service answers of the bundled data, kept beside the code.

``make examples`` asks the service again, and a test holds the two together.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any

ADDRESSES: dict[str, str] = {
    "list_forces": "/v1/forces?q=leicestershire",
    "get_force": "/v1/forces/north-yorkshire?round=2015",
    "list_force_indicators": "/v1/forces/north-yorkshire/indicators?round=2015",
    "list_force_statements": "/v1/forces/leicestershire/statements?limit=1",
    "get_force_geography": "/v1/forces/north-yorkshire/geography?round=2015",
    "get_force_demographics": "/v1/forces/north-yorkshire/demographics?round=2015",
    "get_force_budget": "/v1/forces/leicestershire/budget?round=2021-22",
    "get_force_workforce": "/v1/forces/north-yorkshire/workforce?round=2015",
    "get_force_demand": "/v1/forces/north-yorkshire/demand?round=2015",
    "get_force_series": "/v1/forces/leicestershire/series?measure=population",
    "compare_forces": "/v1/compare?measure=population&forces=kent,leicestershire,sussex",
    "list_observations": "/v1/observations?force=leicestershire&measure=budget_total&limit=1",
    "get_observation": "/v1/observations/leicestershire.2021-22.1.7",
    "list_measures": "/v1/measures?limit=1",
    "get_measure": "/v1/measures/population",
    "list_statements": "/v1/statements?force=leicestershire&limit=1",
    "get_statement": "/v1/statements/north-yorkshire/2015",
    "get_statement_changes": "/v1/statements/north-yorkshire/2015/changes",
    "list_releases": "/v1/releases?limit=1",
    "get_bulk": "/v1/bulk",
    "list_problems": "/v1/problems",
    "get_problem": "/v1/problems/unknown-force",
    "get_status": "/v1/status",
    "get_liveness": "/health/live",
    "get_readiness": "/health/ready",
    "get_catalogue": "/v1/catalogue?profile=schema.org",
}
"""For each operation an address whose answer is its example, as small as it may be."""

LONG = ("get_release", "/v1/releases/1", "statements")
"""An operation whose shortest answer is long: its example has the first of the members named."""

EXTRACTION = (
    "extract_text",
    "/v1/extractions?force=leicestershire&round=2021-22",
    "Leicestershire Police serves over 1.1 million people. It runs seven sites.",
)
"""The operation that is asked with a text."""

PROBLEMS: dict[int, str] = {
    404: "/v1/forces/leicestershyre",
    406: "/v1/forces",
    422: "/v1/observations?mesure=population",
}
"""For each status that a wrong request meets, one that meets it."""
NOT_ACCEPTABLE = {"Accept": "image/png"}


PARAMETERS: dict[str, Any] = {
    "area": "Leicester",
    "count": "exact",
    "country": "England",
    "force": "leicestershire",
    "forces": "leicestershire,kent",
    "format": "csv",
    "has_statement": True,
    "indicator": "budget_per_person",
    "limit": 100,
    "max_value": 2000000,
    "measure": "population",
    "min_value": 1000000,
    "period": "2022/23",
    "profile": "schema.org",
    "q": "leicester",
    "qualifier": "over",
    "region": "East Midlands",
    "revision": 1,
    "round": "2021-22",
    "since": 0,
    "sort": "-value",
    "status": "actual",
    "to": 1,
    "topic": "budget",
    "url": "https://hmicfrs.justiceinspectorates.gov.uk/police-forces/leicestershire/more-about-this-area/",
}
"""What a parameter may be, where it says so nowhere else. A ``cursor`` is only what an answer gave."""


@cache
def examples() -> dict[str, Any]:
    """Return the examples: by operation, and problems by their status as text."""
    found: dict[str, Any] = json.loads((files("app.data") / "examples.json").read_text(encoding="utf-8"))
    return found


def add_examples(document: dict[str, Any]) -> None:
    """Add to an OpenAPI document what each operation answers, and how it tells what is wrong."""
    for methods in document["paths"].values():
        for operation in methods.values():
            for parameter in operation.get("parameters", ()):
                if "example" not in parameter and not parameter["schema"].get("examples"):
                    _add_example(parameter)
            example = examples().get(operation["operationId"])
            for status, response in operation["responses"].items():
                for media_type, content in response.get("content", {}).items():
                    if media_type == "application/problem+json" and status in examples():
                        content["example"] = examples()[status]
                    elif example is not None and media_type in {"application/json", "application/ld+json"}:
                        content["example"] = example


def _add_example(parameter: dict[str, Any]) -> None:
    if (example := PARAMETERS.get(parameter["name"])) is not None:
        parameter["example"] = [example] if parameter["schema"].get("type") == "array" else example
