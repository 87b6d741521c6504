"""Descriptions of the dataset for catalogues and search engines: DCAT and schema.org, as JSON-LD."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from app.bulk.release import TITLE, File, Release
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


DCAT_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

Described = dict[str, Any]
"""Something described in JSON-LD."""


def dcat(root: str, release: Release, modified: datetime, lists: Mapping[str, str]) -> Described:
    """Return the dataset in the Data Catalog Vocabulary (W3C DCAT 3).

    ``root`` is the address of the service; ``lists`` are the lists that it answers: their paths, with their titles.
    """
    downloads = [_download(root, file) for file in _tables(release)]
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
        "dct:modified": {"@type": "xsd:dateTime", "@value": modified.isoformat()},
        "dcat:version": release.version,
        "dcat:keyword": list(KEYWORDS),
        "dcat:landingPage": {"@id": f"{root}docs"},
        "dcat:distribution": downloads + services,
    }


def _download(root: str, file: File) -> Described:
    """Return a file of the dataset, to download."""
    return {
        "@type": "dcat:Distribution",
        "dct:title": f"{file.description} ({file.name})",
        "dct:license": {"@id": LICENCE_URL},
        "dcat:accessURL": {"@id": f"{root}v1/bulk"},
        "dcat:downloadURL": {"@id": f"{root}v1/bulk/{file.name}"},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{_bare(file)}"},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": len(file.content)},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": file.sha256},
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


def schema_org(root: str, release: Release, modified: datetime) -> Described:
    """Return the dataset in the terms of schema.org, which search engines for datasets read."""
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": TITLE,
        "description": DESCRIPTION,
        "url": f"{root}docs",
        "license": LICENCE_URL,
        "isAccessibleForFree": True,
        "version": release.version,
        "dateModified": modified.isoformat(),
        "keywords": list(KEYWORDS),
        "spatialCoverage": "England and Wales",
        "creator": {"@type": "Organization", "name": MAINTAINERS},
        "isBasedOn": PUBLISHER_URL,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file.description,
                "encodingFormat": _bare(file),
                "contentUrl": f"{root}v1/bulk/{file.name}",
                "contentSize": f"{len(file.content)} B",
                "sha256": file.sha256,
            }
            for file in _tables(release)
        ],
    }


def _tables(release: Release) -> Iterable[File]:
    return (file for file in release.files.values() if file.name.endswith((".csv", ".parquet", ".zip")))


def _bare(file: File) -> str:
    return file.media_type.partition(";")[0]
