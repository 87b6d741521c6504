"""The colours of charts: those of a picture that stands alone, and those that pages have in dark.

On each paper every shape has a contrast of 3 to 1 at least, and all words one of 4.5 to 1; tests hold them to it. Pages
take theirs from the style sheet, where the same colours have the same names.
"""

from collections.abc import Mapping
from types import MappingProxyType

from app.charts.shapes import Paint

_BINS = {
    Paint.BIN_1: "#dbe9f6",
    Paint.BIN_2: "#9ecae1",
    Paint.BIN_3: "#4292c6",
    Paint.BIN_4: "#08519c",
    Paint.BIN_5: "#062a5c",
    Paint.ON_BIN_1: "#0b0c0c",
    Paint.ON_BIN_2: "#0b0c0c",
    Paint.ON_BIN_3: "#0b0c0c",
    Paint.ON_BIN_4: "#ffffff",
    Paint.ON_BIN_5: "#ffffff",
}

LIGHT: Mapping[Paint, str] = MappingProxyType(
    {
        Paint.INK: "#14191d",
        Paint.MUTED: "#505b63",
        Paint.LINE: "#d9dee2",
        Paint.PAPER: "#ffffff",
        Paint.OFFICIAL: "#005ea5",
        Paint.STATED: "#c2410c",
        Paint.TARGET: "#6b3fa0",
        Paint.QUOTED: "#505b63",
    }
    | _BINS
)
