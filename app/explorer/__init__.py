"""The explorer: pages for people, made of the same answers as the API's."""

from app.explorer import (
    assets,
    compare,
    coverage,
    extract,
    figure,
    force,
    home,
    measure,
    oembed,
    reconciliations,
    search,
    sitemap,
    statement,
)

PAGES = (
    *(home, search, force, measure, compare, reconciliations, statement, figure, coverage, extract),
    *(assets, sitemap, oembed),
)
"""All pages; that at the root comes before what programs are led by from there."""
