"""The colours of a chart that stands alone. Pages have the same, and others in dark, in their style sheet."""

from collections.abc import Mapping
from types import MappingProxyType

from app.charts.shapes import Paint

COLOURS: Mapping[Paint, str] = MappingProxyType(
    {
        Paint.INK: "#16191d",
        Paint.MUTED: "#565d66",
        Paint.LINE: "#dde0e4",
        Paint.PAPER: "#ffffff",
        Paint.OFFICIAL: "#0072b2",
        Paint.STATED: "#b34700",
        Paint.TARGET: "#007a5a",
        Paint.QUOTED: "#565d66",
        Paint.BIN_1: "#dbe9f6",
        Paint.BIN_2: "#9ecae1",
        Paint.BIN_3: "#4292c6",
        Paint.BIN_4: "#08519c",
        Paint.BIN_5: "#08306b",
        Paint.BIN_INK_LOW: "#000000",
        Paint.BIN_INK_HIGH: "#ffffff",
    }
)
