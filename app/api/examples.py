"""Examples in the OpenAPI document: what the service answers of the bundled data, kept beside the code.

``make examples`` asks the service again, and a test holds the two together. The example of a
field is the first that they have.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl

from app.http.problems import MEDIA_TYPE

OFFICIAL_FIGURE = "workforce-march.2023-07-26.leicestershire.police_officers.fte.2023-03-31"
CHARTS = {
    "comparison": "/v1/charts/compare.{}?measure=police_officers",
    "series": "/v1/charts/series.{}?force=kent&measure=pcsos",
    "figure": "/v1/charts/figures/leicestershire.2021-22.1.7.{}",
}
"""An address of each sort of chart, which has several forms."""
ADDRESSES: dict[str, str] = {
    "list_forces": "/v1/forces?country=Wales&limit=1",
    "get_force": "/v1/forces/leicestershire?round=2021-22",
    "list_force_indicators": "/v1/forces/leicestershire/indicators?round=2021-22",
    "list_force_statements": "/v1/forces/leicestershire/statements?limit=1",
    "get_force_geography": "/v1/forces/leicestershire/geography?round=2021-22",
    "get_force_demographics": "/v1/forces/surrey/demographics?round=2023-25",
    "get_force_budget": "/v1/forces/suffolk/budget?round=2018-19",
    "get_force_workforce": "/v1/forces/leicestershire/workforce?round=2021-22",
    "get_force_demand": "/v1/forces/leicestershire/demand?round=2021-22",
    "get_force_series": "/v1/forces/lincolnshire/series?measure=police_officers",
    "list_similar_forces": "/v1/forces/leicestershire/similar",
    "compare_forces": "/v1/compare?measure=police_officers&at=2023",
    **{
        f"draw_{of}_{form.replace('.', '_')}": address.format(form)
        for of, address in CHARTS.items()
        for form in ("svg", "png", "vl.json")
    },
    "list_observations": "/v1/observations?limit=1",
    "get_observation": "/v1/observations/leicestershire.2021-22.1.7",
    "list_official_figures": "/v1/official-figures?force=leicestershire&measure=police_officers&latest=true&limit=1",
    "get_official_figure": f"/v1/official-figures/{OFFICIAL_FIGURE}",
    "list_datasets": "/v1/datasets?limit=1",
    "get_dataset": "/v1/datasets/workforce-march",
    "list_reconciliations": "/v1/reconciliations?force=kent&measure=pcsos&limit=1&sort=-difference",
    "list_coverage": "/v1/coverage?force=kent&measure=pcsos&limit=1",
    "list_measures": "/v1/measures?limit=1",
    "list_indicators": "/v1/indicators",
    "get_measure": "/v1/measures/police_officers",
    "list_statements": "/v1/statements?limit=1",
    "get_statement": "/v1/statements/leicestershire/2021-22",
    "get_statement_changes": "/v1/statements/leicestershire/2021-22/changes?since=0&to=1",
    "list_releases": "/v1/releases?limit=1",
    "get_release": "/v1/releases/1",
    "get_bulk": "/v1/bulk",
    "get_bulk_file": "/v1/bulk/observations.csv",
    "extract_text": "/v1/extractions",
    "get_status": "/v1/status",
    "get_catalogue": "/v1/catalogue",
    "get_liveness": "/health/live",
    "get_readiness": "/health/ready",
    "list_problems": "/v1/problems",
    "get_problem": "/v1/problems/unknown-force",
    "get_metrics": "/metrics",
}
"""For each operation an address that it answers: what is in it are the examples of its parameters."""

NAMED: dict[str, dict[str, str]] = {
    "compare_forces": {
        "official": "/v1/compare?indicator=officers_per_1000_people&at=2023&forces=kent,essex,city-of-london",
        "stated": "/v1/compare?measure=crime_rate&source=stated",
        "similar": "/v1/compare?measure=police_officers&at=2023&similar_to=kent",
    },
    "get_force_series": {
        "official": "/v1/forces/kent/series?measure=police_officers",
        "changes": "/v1/forces/lincolnshire/series?measure=police_officers&source=stated",
        "gaps": "/v1/forces/north-wales/series?measure=recorded_crimes&source=stated",
    },
    "list_force_indicators": {
        "stated": "/v1/forces/leicestershire/indicators?round=2021-22",
        "official": "/v1/forces/leicestershire/indicators?source=official&at=2023",
    },
    "get_observation": {
        "stated": "/v1/observations/leicestershire.2021-22.1.7",
        "range": "/v1/observations/lincolnshire.2016.1.12",
        "of-a-place": "/v1/observations/essex.2018-19.1.8",
        "doubted": "/v1/observations/leicestershire.2015.1.20",
    },
    "get_catalogue": {"dcat": "/v1/catalogue?profile=dcat", "schema.org": "/v1/catalogue?profile=schema.org"},
}
"""Where answers of an operation differ much: an address for an example of each sort."""

_WORDS = (
    "Leicestershire Police serves over 1.1 million people in 800 square miles, with 3,500 miles of footpaths. "
    "It has 2,242 police officers and launched a new operating model in March 2020."
)
_PAGE = ("Leicestershire Police 2021/22", "The force says...", _WORDS)
BODIES: dict[str, Any] = {
    "application/json": {"text": "\n\n".join(_PAGE), "force": "leicestershire", "round": "2021-22"},
    "text/plain": "\n\n".join(_PAGE),
    "text/html": "<h1>{}</h1><p>{}</p><p>{}</p>".format(*_PAGE),
}
"""The same page as each type of body: all are answered alike."""

PREFILLED = {
    *((operation, "measure") for operation in ADDRESSES if operation.startswith(("draw_comparison", "draw_series"))),
    *((operation, "force") for operation in ADDRESSES if operation.startswith("draw_series")),
    *(("compare_forces", "measure"), ("get_force_series", "measure")),
}
"""The optional parameters that an operation cannot do without: pages that try it out fill them in beforehand."""

PARAMETERS: dict[str, Any] = {
    "area": "Leicester",
    "as_of": "1",
    "at": "2023",
    "basis": "fte",
    "beside": "stated",
    "caveats": "only",
    "certainty": "certain",
    "count": "exact",
    "country": "England",
    "dataset": "workforce-march",
    "force": "leicestershire",
    "forces": "leicestershire,kent",
    "format": "csv",
    "from": "2021/22",
    "grade": "original",
    "has_statement": True,
    "indicator": "budget_per_person",
    "kind": "bars",
    "latest": True,
    "max_value": 2000000,
    "measure": "population",
    "min_value": 1000000,
    "period": "2022/23",
    "profile": "schema.org",
    "q": "leicester",
    "qualifier": "over",
    "reason": "likely_slip",
    "region": "East Midlands",
    "relation": "differs",
    "revision": 1,
    "round": "2021-22",
    "similar_to": "leicestershire",
    "since": "2021/22",
    "source": "official",
    "size": "preview",
    "sort": "-value",
    "status": "actual",
    "to": "2022/23",
    "topic": "budget",
    "url": "https://hmicfrs.justiceinspectorates.gov.uk/police-forces/leicestershire/more-about-this-area/",
}
"""What a parameter may be that is not in the address. A ``cursor`` is only what an answer gave."""

FIELDS: dict[str, Any] = {
    "archived_url": f"https://web.archive.org/web/20220314101010/{PARAMETERS['url']}",
    "area": PARAMETERS["area"],
    "fields": ["value", "bounds"],
    "official_figures": [OFFICIAL_FIGURE],
    "published": "2022-03-14",
    "reason": "A figure was read wrongly.",
    "revision_before": 1,
    "text": _WORDS,
    "url": PARAMETERS["url"],
    "value_max": 6000000,
    "withdrawn_because": "It was published in error.",
}
"""What a field may be that is empty in every answer of the bundled data."""

_OF_ANSWERS = ("application/json", "application/ld+json")

ANYWHERE = "anywhere"
"""Where the examples of problems are that are told alike by every operation."""


@cache
def examples() -> dict[str, Any]:
    """Return the examples: ``answers`` by operation (and name), ``problems`` by operation and slug."""
    found: dict[str, Any] = json.loads((files("app.data") / "examples.json").read_text(encoding="utf-8"))
    return found


def add_examples(document: dict[str, Any]) -> None:
    """Add to an OpenAPI document what each operation may be asked, what it answers, and how it tells what is wrong."""
    contents = []
    for path, methods in document["paths"].items():
        for operation in methods.values():
            id_ = operation["operationId"]
            asked = _asked(path, ADDRESSES.get(id_, ""))
            for parameter in operation.get("parameters", ()):
                if "$ref" not in parameter:
                    _add_parameter_example(id_, parameter, asked)
            for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
                content["example"] = BODIES[media_type]
                contents.append(content)
            for response in operation["responses"].values():
                _add_answer_examples(id_, response)
                contents += response.get("content", {}).values()
    for response in document["components"]["responses"].values():
        _add_answer_examples(ANYWHERE, response)
        contents += response.get("content", {}).values()
    _add_field_examples(document["components"]["schemas"], contents)


def _asked(path: str, address: str) -> dict[str, str]:
    """Return the parameters that an address of a path has."""
    asked, _, query = address.partition("?")
    found = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path), asked)
    return dict(parse_qsl(query)) | (found.groupdict() if found else {})


def _add_parameter_example(operation: str, parameter: dict[str, Any], asked: dict[str, str]) -> None:
    """Show a value of a parameter: that of the address, as what to begin with where nothing works without it."""
    name, schema = parameter["name"], parameter["schema"]
    value = asked.get(name, PARAMETERS.get(name))
    if value is None:
        return
    if schema.get("type") == "integer":
        value = int(value)
    if schema.get("type") == "array":
        value = [value]
    schema.pop("examples", None)
    if parameter["in"] == "path" or (operation, name) in PREFILLED:
        parameter["example"] = value
    else:
        schema["examples"] = [value]


def _add_answer_examples(operation: str, response: dict[str, Any]) -> None:
    answered = examples()["answers"].get(operation)
    met = examples()["problems"].get(operation, {})
    for media_type, content in response.get("content", {}).items():
        if media_type == MEDIA_TYPE:
            for slug in content["examples"].keys() & met.keys():
                content["examples"][slug]["value"] = met[slug]
        elif media_type in _OF_ANSWERS and operation in NAMED:
            content["examples"] = {name: {"value": answer} for name, answer in (answered or {}).items()}
        elif media_type in _OF_ANSWERS and answered is not None:
            content["example"] = answered


def _add_field_examples(schemas: dict[str, Any], contents: list[dict[str, Any]]) -> None:
    """Show of each field the first value that the examples of bodies have for it."""
    shown: dict[tuple[str, str], Any] = {}
    for content in contents:
        named = [example.get("value") for example in content.get("examples", {}).values()]
        for example in (content.get("example"), *named):
            for model, field, value in _fields(content["schema"], example, schemas):
                if value not in (None, "", []):
                    shown.setdefault((model, field), value)
    for model, schema in schemas.items():
        for field, described in schema.get("properties", {}).items():
            value = shown.get((model, field), FIELDS.get(field))
            if value is not None and not models_in(described, schemas):
                described["examples"] = [value]


def _fields(schema: dict[str, Any], value: Any, schemas: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:  # noqa: ANN401 - JSON
    """Yield the fields of all objects in a value: the model each is of, its name, and its value."""
    if isinstance(value, list):
        for branch in schema.get("anyOf", [schema]):
            for member in value:
                yield from _fields(branch.get("items", {}), member, schemas)
    elif isinstance(value, dict):
        for model in models_in(schema, schemas):
            for field, described in schemas[model]["properties"].items():
                if field in value:
                    yield model, field, value[field]
                    yield from _fields(described, value[field], schemas)


def models_in(schema: dict[str, Any], schemas: dict[str, Any]) -> list[str]:
    """Return the models that a value of a schema is of, or its members are."""
    branches = [branch.get("items", branch) for branch in schema.get("anyOf", [schema])]
    names = [branch["$ref"].rpartition("/")[2] for branch in branches if "$ref" in branch]
    return [name for name in names if "properties" in schemas[name]]
