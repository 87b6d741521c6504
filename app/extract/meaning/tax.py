"""Which sums are meant: all that council tax raises, or the tax of a home."""

from app.extract.spots import Spot
from app.extract.ties import Tie

LARGEST_TAX = 5000
"""No home pays more council tax for policing in a year, and no force raises less."""


def tax_of_a_home(spot: Spot, tie: Tie) -> str | None:
    """Return the measure of the tax of a home in band D: "the precept is £224.56"."""
    small = spot.quantity.value is not None and spot.quantity.value < LARGEST_TAX
    return "council_tax_band_d" if small and tie.measure.id == "precept" else None
