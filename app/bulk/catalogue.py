"""Descriptions of the dataset for catalogues and search engines: DCAT and schema.org, as JSON-LD."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.bulk.files import FILES, TITLE, File, bare_type
from app.vocabulary.sources import DATA_ATTRIBUTION, DISCLAIMER, LICENCE_URL, MAINTAINERS, PUBLISHER_URL

KEYWORDS = ("police", "police forces", "England and Wales", "population", "budget", "workforce", "crime", "HMICFRS")
GEOGRAPHY = "http://statistics.data.gov.uk/id/statistical-geography/"
COUNTRIES = ("E92000001", "W92000004")
"""The ONS codes of England and Wales."""
DESCRIPTION = (
    "Figures that the 43 territorial police forces of England and Wales state about themselves, each with unit, "
    "qualifier, bounds, period, area, status, the words as stated and its place in the source; official statistics of "
    "the same forces, by edition; and how the two agree. "
    f"{DATA_ATTRIBUTION} {DISCLAIMER}"
)
DOWNLOADS = tuple(name for name in FILES if name.endswith((".csv", ".parquet", ".zip")))
"""The files that are data."""

DCAT_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

Described = dict[str, Any]
"""Something described in JSON-LD."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """What is known of the dataset: its version, when it last changed, and those of its files that are made."""

    version: str
    modified_at: datetime
    made: Mapping[str, File]


def dcat(root: str, dataset: Dataset, lists: Mapping[str, str]) -> Described:
    """Return the dataset in the Data Catalog Vocabulary (W3C DCAT 3).

    ``root`` is the address of the service; ``lists`` are the lists that it answers: their paths, with their titles.
    """
    downloads = [_download(root, name, dataset.made.get(name)) for name in DOWNLOADS]
    services = [_service(root, path, title) for path, title in lists.items()]
    return {
        "@context": DCAT_CONTEXT,
        "@id": f"{root}v1/catalogue",
        "@type": "dcat:Dataset",
        "dct:identifier": f"{root}v1/catalogue",
        "dct:title": TITLE,
        "dct:description": DESCRIPTION,
        "dct:license": {"@id": LICENCE_URL},
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": MAINTAINERS},
        "dct:source": {"@id": PUBLISHER_URL},
        "dct:language": {"@id": "http://publications.europa.eu/resource/authority/language/ENG"},
        "dct:spatial": [{"@id": f"{GEOGRAPHY}{code}"} for code in COUNTRIES],
        "dct:modified": {"@type": "xsd:dateTime", "@value": dataset.modified_at.isoformat()},
        "dcat:version": dataset.version,
        "dcat:keyword": list(KEYWORDS),
        "dcat:landingPage": {"@id": f"{root}docs"},
        "dcat:distribution": downloads + services,
    }


def _download(root: str, name: str, made: File | None) -> Described:
    """Return a file of the dataset, to download; its size and digest where it is made."""
    described = {
        "@type": "dcat:Distribution",
        "dct:title": f"{FILES[name]} ({name})",
        "dct:license": {"@id": LICENCE_URL},
        "dcat:accessURL": {"@id": f"{root}v1/bulk"},
        "dcat:downloadURL": {"@id": f"{root}v1/bulk/{name}"},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{bare_type(name)}"},
    }
    if made is None:
        return described
    return described | {
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": made.bytes},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": made.sha256},
        },
    }


def _service(root: str, path: str, title: str) -> Described:
    """Return a list of the dataset, to query through the API."""
    return {
        "@type": "dcat:Distribution",
        "dct:title": title,
        "dct:license": {"@id": LICENCE_URL},
        "dcat:accessURL": {"@id": f"{root}{path.removeprefix('/')}"},
        "dcat:accessService": {
            "@type": "dcat:DataService",
            "dct:title": "The API",
            "dcat:endpointURL": {"@id": f"{root}v1"},
            "dcat:endpointDescription": {"@id": f"{root}openapi.json"},
        },
    }


def schema_org(root: str, dataset: Dataset) -> Described:
    """Return the dataset in the terms of schema.org, which search engines for datasets read."""
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": TITLE,
        "description": DESCRIPTION,
        "url": f"{root}docs",
        "license": LICENCE_URL,
        "isAccessibleForFree": True,
        "version": dataset.version,
        "dateModified": dataset.modified_at.isoformat(),
        "keywords": list(KEYWORDS),
        "spatialCoverage": "England and Wales",
        "creator": {"@type": "Organization", "name": MAINTAINERS},
        "isBasedOn": PUBLISHER_URL,
        "distribution": [_data_download(root, name, dataset.made.get(name)) for name in DOWNLOADS],
    }


def _data_download(root: str, name: str, made: File | None) -> Described:
    described = {
        "@type": "DataDownload",
        "name": FILES[name],
        "encodingFormat": bare_type(name),
        "contentUrl": f"{root}v1/bulk/{name}",
    }
    return described if made is None else described | {"contentSize": f"{made.bytes} B", "sha256": made.sha256}
