"""What a chart is asked for by, beside what it is of."""

from typing import Literal

ChartKind = Literal["dots", "bars", "tiles"]
"""How a comparison is drawn."""
Beside = Literal["stated"]
"""What a comparison by official statistics may have beside each figure."""
