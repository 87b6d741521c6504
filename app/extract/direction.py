"""The words that say whether something rose or fell, in the lower case of the skeleton."""

import re

RISE = (
    r"(?:increases?|increased|increasing|rises?|rose|risen|rising|growth|grow|grows|grew|grown|growing|uplift|surge"
    r"|climbed|up|more|higher|gone up|went up|greater|additional)"
)
FALL = (
    r"(?:decreas(?:e|es|ed|ing)|reduc(?:e|es|ed|ing|tion|tions)|f[ae]ll(?:s|en|ing)?|drop(?:s|ped|ping)?"
    r"|declin(?:e|es|ed|ing)|cuts?|loss(?:es)?|los(?:e|es|ing|t)|shr[aiu]nk|shrinkage|down|fewer|less|lower"
    r"|gone down|went down|smaller|taken out|removed|shed|gone(?! up))"
)
CHANGE = rf"(?:{RISE}|{FALL})"

DIRECTION = re.compile(rf"\b{CHANGE}\b|[+−–-]$")
"""A rise or a fall, in words or by sign: "(+4%)"."""

_IS_FALL = re.compile(rf"\b(?:{FALL}|below)\b|[−–-]$")


def is_fall(words: str) -> bool:
    """Return whether words describe a fall."""
    return _IS_FALL.search(words) is not None
