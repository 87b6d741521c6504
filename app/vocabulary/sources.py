"""The two kinds of source, who publishes them, their licence, and the attribution."""

from app.vocabulary.words import Word

PUBLISHER = "HMICFRS"
PUBLISHER_URL = "https://hmicfrs.justiceinspectorates.gov.uk/"
STATISTICIANS = {
    "Home Office": "https://www.gov.uk/government/organisations/home-office",
    "Office for National Statistics": "https://www.ons.gov.uk/",
}
"""Who publishes official statistics, with their addresses."""
LICENCE = "Open Government Licence v3.0"
LICENCE_ID = "OGL-UK-3.0"
LICENCE_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
ATTRIBUTION = (
    "Contains public sector information published by HMICFRS and licensed under the Open Government Licence v3.0."
)
OFFICIAL_ATTRIBUTION = "Source: {publisher}, licensed under the Open Government Licence v3.0."
"""The attribution of official statistics, but for who publishes them."""
STATISTICS_ATTRIBUTION = OFFICIAL_ATTRIBUTION.format(publisher=" and ".join(STATISTICIANS))
"""The attribution of all official statistics."""
DATA_ATTRIBUTION = (
    "Contains public sector information published by HMICFRS, the Home Office and the Office for National Statistics "
    "and licensed under the Open Government Licence v3.0."
)
"""The attribution of data from both kinds of source."""
DISCLAIMER = "Statements are the forces' own: their views are not necessarily those of HMICFRS."

MAINTAINERS = "The maintainers of Force Profiles"
"""Who maintains the data. They are no public body, and not the publisher of the statements."""


class Source(Word):
    """Where a figure comes from: from what a force says of itself, or from what official statistics count."""

    OFFICIAL = "official"
    STATED = "stated"
