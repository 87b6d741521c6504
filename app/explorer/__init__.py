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
    reconciliations,
    search,
    statement,
)

PAGES = (home, search, force, measure, compare, reconciliations, statement, figure, coverage, extract, assets)
"""All pages; that at the root comes before what programs are led by from there."""
