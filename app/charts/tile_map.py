"""The map of tiles: where the 43 forces stand, each about where it is in the country, and the code of each."""

from collections.abc import Mapping
from types import MappingProxyType

_LAYOUT = """
 .   .   .  NHB  .   .   .
 .   .  CMA DUR CLV  .   .
 .   .  LAN NYK HUM  .   .
 .  MER GMP WYK SYK  .   .
NWL CHS STF DBY NTS LIN  .
DPW WMR WMD LEI NTH CAM NFK
SWL GWT GLO WAR BED HRT SFK
 .  AVS WIL THV MET COL ESX
DVC DOR HAM SUR SSX KNT  .
"""
_FORCES = {
    "AVS": "avon-and-somerset",
    "BED": "bedfordshire",
    "CAM": "cambridgeshire",
    "CHS": "cheshire",
    "CLV": "cleveland",
    "CMA": "cumbria",
    "COL": "city-of-london",
    "DBY": "derbyshire",
    "DOR": "dorset",
    "DPW": "dyfed-powys",
    "DUR": "durham",
    "DVC": "devon-and-cornwall",
    "ESX": "essex",
    "GLO": "gloucestershire",
    "GMP": "greater-manchester",
    "GWT": "gwent",
    "HAM": "hampshire",
    "HRT": "hertfordshire",
    "HUM": "humberside",
    "KNT": "kent",
    "LAN": "lancashire",
    "LEI": "leicestershire",
    "LIN": "lincolnshire",
    "MER": "merseyside",
    "MET": "metropolitan",
    "NFK": "norfolk",
    "NHB": "northumbria",
    "NTH": "northamptonshire",
    "NTS": "nottinghamshire",
    "NWL": "north-wales",
    "NYK": "north-yorkshire",
    "SFK": "suffolk",
    "SSX": "sussex",
    "STF": "staffordshire",
    "SUR": "surrey",
    "SWL": "south-wales",
    "SYK": "south-yorkshire",
    "THV": "thames-valley",
    "WAR": "warwickshire",
    "WIL": "wiltshire",
    "WMD": "west-midlands",
    "WMR": "west-mercia",
    "WYK": "west-yorkshire",
}
_GRID = [line.split() for line in _LAYOUT.strip("\n").splitlines()]

CODES: Mapping[str, str] = MappingProxyType({force: code for code, force in _FORCES.items()})
"""The three letters of each force."""
PLACES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        _FORCES[code]: (column, row)
        for row, line in enumerate(_GRID)
        for column, code in enumerate(line)
        if code in _FORCES
    }
)
"""The column and the row of each force, from north to south and within a row from west to east."""
COLUMNS = max(map(len, _GRID))
ROWS = len(_GRID)
