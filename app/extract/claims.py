"""Stage 13: whether a figure is said to be so: not denied, not wished for or supposed, not of a time gone by.

"The force does not have 2,000 officers", "would need 3,000" and "used to have 3,500" tie a quantity to a thing as well
as "has 2,242" does, and state no figure of the force as it is.
"""

import re

from app.extract.skeleton import PERIOD, THING, Skeleton
from app.extract.ties import Role, Tie


def holds(skeleton: Skeleton, n: int, tie: Tie) -> bool:
    """Return whether a tied quantity is said to be so, and of a time that is told."""
    claim = _Claim(skeleton, n, tie)
    return not (_is_denied(claim) or _is_supposed(claim) or _is_past(claim))


class _Claim:
    """A tied quantity and the words around it: as signs and words of the skeleton, and as written."""

    def __init__(self, skeleton: Skeleton, n: int, tie: Tie) -> None:
        text, at = skeleton.text, skeleton.quantities[n]
        sentence, start = skeleton.reading.sentence.text, skeleton.reading.quantities[n].start
        self.tie = tie
        self.before = text[max(0, at - WINDOW) : at]
        self.after = text[at + 1 : at + WINDOW]
        self.written_before = sentence[max(0, start - WINDOW) : start]
        self.written_after = sentence[tie.end : tie.end + WINDOW]
        self.asked = _QUESTION.search(sentence) is not None
        self.presupposed = _PRESUPPOSED.search(self.before) is not None


WINDOW = 240
"""How many characters around a figure are looked at."""

_SIGN = rf"[#%£¤{THING}{PERIOD}]"
_SMALL = (
    r"(?:an?|the|of|to|some|about|around|over|more|than|another|extra|additional|further|total|full|and|or|nor|just|even"
    r"|at least|up to|as many as|own|its|our|strength|minimum|level|number|new|annual|net|revenue)"
)
FIGURES = rf"(?:,? (?:{_SMALL}|{_SIGN}))*,? $"
"""What may stand between a verb and the figure that it states: small words, and the figures before it in a list."""
_WORD = r" (?!(?:and|but|or|which|who|so|yet|because|while|that|since|at|in|with|by)\b)[a-z’'-]+"
_SAID_BETWEEN = r"(?:,[^,;:#]{1,40},)?"

# What its owner has already: "we do not have cars for our 2,242 officers" denies no officer.
_PRESUPPOSED = re.compile(
    r"\b(?:its|our|their|these|those|all|each|of the)(?: of (?:the|our|its|these|their))?(?: [a-z-]+)?"
    rf"(?: {THING} of)? $"
)

_QUESTION = re.compile(r"^(?!.*\b(?:know|aware)\b).*\?[\"'”’)]*$")

# Denied


def _is_denied(claim: _Claim) -> bool:
    """Return whether a figure is said not to be so, or no longer."""
    if _NO_MORE.search(claim.before) or _NO_MORE_AFTER.match(claim.written_after):
        return True
    if claim.tie.measure.id not in _INTENDED and _LACKING.search(claim.written_before):
        return True
    return not claim.presupposed and _DENIED.search(claim.before) is not None


_NOT = (
    r"(?:\bnot(?! (?:only|just|merely|simply|solely|least|far|quite|all|every|to mention|counting|including|includ|long"
    r"|unlike|(?:fewer|less|more) than))|n[’']t|\bcannot|\bnever(?! before)|\bneither|\bno longer)"
)
_DENIED = re.compile(
    rf"(?:{_NOT}(?: yet)?|\byet to){_SAID_BETWEEN}(?:{_WORD}){{0,3}}?(?: force with)?{FIGURES}"
    r"|\b(?:nor|in no way|at no time|by no means) (?:do|does|did|ha[sd]|have|is|are|was|were)"
    rf"(?:{_WORD}){{0,4}}?{FIGURES}"
    r"|\b(?:not (?:true|so|the case|correct|right)|untrue|false|incorrect|myth|wrong|nobody|no one|few"
    rf"|den(?:y|ies|ied))\b(?:{_WORD}){{0,2}} that(?:{_WORD}){{1,5}}{FIGURES}"
    r"|\b(?:rather than|instead of|as opposed to|without|nowhere(?: near)?|nothing like|far from having"
    rf"|den(?:y|ies|ied)|fail(?:s|ed|ing)? to(?:{_WORD}))(?: having)?{FIGURES}"
)
_LACKING = re.compile(
    r"\b(?:lacks?|lacking|(?:is|are|was|were|falls?|fell|left|being) short (?:of|by)"
    r"|(?:shortfall|deficit|shortage|gap) of|vacancies for)(?: an?| the| another)* $"
)
_NO_MORE = re.compile(
    rf"\b(?:no longer|ceased to|(?:stop(?:s|ped)?|g[ai]ven? up)(?= [a-z]+ing)|rid of|away with|scrapped|abolished"
    rf"|disbanded)(?:{_WORD}){{0,2}}?{FIGURES}|\bgone are(?:{_WORD}){{0,6}}?{FIGURES}"
)
_NO_MORE_AFTER = re.compile(
    r"(?: (?:are|were|is|was))? (?:no longer\b|short\b|too few\b)| (?:is|are|was|were) (?:wrong|(?:un|not )true|false"
    r"|a myth|incorrect)\b"
)

# Supposed: wished for, needed, possible, an example


def _is_supposed(claim: _Claim) -> bool:
    """Return whether a figure is only wished for, needed, possible, or an example."""
    if _NEEDED_AFTER.match(claim.written_after) and _PART_OF.search(claim.before):
        return True
    if claim.presupposed or claim.tie.measure.id in _INTENDED:
        return False
    if claim.asked:
        return True
    return bool(_SUPPOSED.search(claim.before) or _SUPPOSED_AFTER.match(claim.written_after))


_INTENDED = frozenset({"savings_required", "funding_gap", "officers_target", "new_homes"})
"""Measures of what is still to be: needing them is what they say."""

_ADVERBS = (
    r"(?: (?:be able to|like to|wish to|want to|need to|have to|still|also|then|now|even|well|always|soon|# day"
    r"|[a-z]+ly)){0,3}"
)
_STATES = (
    r" (?:have|need|be|employ|require|cost|recruit|hire|reach|grow|rise|fall|total|number|serve|receive|get|spend"
    r"|lose|record|see|afford|want|like|mean|stand|increase|exceed|appoint|add|take on|field|use|welcome|do with"
    r"|have (?:had|been|employed|received|needed|recorded|spent|cost|reached)"
    r"|be (?:funded|staffed|paid|given|allocated|entitled"
    r"|nearer|closer|as many as))(?: (?:for|to))?"
)
_TO_HAVE = (
    r"(?: (?:to )?(?:have|employ|recruit|reach|hire|appoint|find|grow|increase|see|get|receive|take on|had|restore"
    r"|return to|raise))?(?: to)?"
)
_SUPPOSED = re.compile(
    rf"\b(?:would|could|should|might|may|ought to|(?:we|it|they)[’']d){_ADVERBS}{_STATES}{FIGURES}"
    rf"|\b(?:wants?|wanted|wanting|wish(?:es|ed|ing)?|wish(?:es)? (?:we|it|they)"
    r"|needs?(?! of)|needed|needing|requir(?:es?|ed|ing)|seek(?:s|ing)?|sought"
    r"|(?:(?:ask|bid|lobb|plead|called|calling)[a-z]*|calls(?= for)|appl(?:y|ies|ied|ying)"
    r"|(?:press|push|argu|campaign|hop|long)(?:es|s|ed|ing))"
    rf"(?:{_WORD}| {THING}){{0,4}}? (?:for|to fund|to pay for)"
    rf"|dream(?:s|ing)? of|deserves?|(?:is|are) entitled to|request(?:s|ed|ing)?|(?:capacity|room|space|case) for"
    rf"|(?:is|are) said to|alleged|rumoured|claimed|supposed|would like|(?:was|were|been) promised|meant to|must"
    rf"|hoped that(?:{_WORD}){{1,4}}?|capable of [a-z]+ing){_TO_HAVE}{FIGURES}"
    r"|(?:\b(?:if|unless|suppos(?:e|ing)|imagin(?:e|ing)|assum(?:e|ing)|picture|whether)|(?:^|[,;] )(?:were|had))"
    r" (?:it|we|they|there|the force|the constabulary|a force|any force)"
    rf"(?:{_WORD}){{0,3}}?{FIGURES}"
    rf"|\b(?:perhaps|possibly|maybe|ideal(?:ly)?)(?:{_WORD}){{1,6}}?{FIGURES}"
    r"|\b(?:for example|for instance|e\.g\.|imagine|suppose|picture|consider|take|say|assume|compared (?:with|to)"
    rf"|unlike|than),? (?:an?|any) (?:[a-z-]+ ){{0,2}}(?:force|constabulary)(?: with)?(?:{_WORD}){{0,3}}?{FIGURES}"
)
_SUPPOSED_AFTER = re.compile(
    r"(?: more)? (?:(?:is|are|was|were|has been|have been) (?:still )?(?:needed|required|wanted|necessary|requested"
    r"|asked for|sought)|(?:would|could|should|might|ought)\b)|,? (?:say|for example|for instance),"
)
_PART_OF = re.compile(r"(?:\b(?:half|third|quarter|few|fewer|less|most|some|tenths?|none)|%) of (?:the )?(?:[a-z]+ )?$")
_NEEDED_AFTER = re.compile(
    r" (?:that |which )?(?:it|we|they|the force) (?:needs?|wants?|requires?|would|should|could|once|used|hopes?"
    r"|asked)\b"
)

# Of long ago


def _is_past(claim: _Claim) -> bool:
    """Return whether a figure is of a time gone by that no date tells."""
    if claim.tie.role is Role.EARLIER or _DATED.match(claim.after):
        return False
    if (
        _IT_ONCE.match(claim.written_after)
        or _FORMER.search(claim.before)
        or _ONCE_BEFORE.search(claim.before)
        or _DECADE.search(claim.written_before)
    ):
        return True
    return _WAS_BEFORE.search(claim.before) is not None and _ONCE_AFTER.match(claim.after) is not None


_WAS = (
    r"(?:had|employed|was|were|numbered|recorded|served|spent|received|totalled|stood at|policed|covered|consisted of"
    r"|comprised)"
)
_ONCE = (
    r"(?:once(?! again| more)|formerly|previously|originally|historically"
    r"|in the past(?! (?:few|years?|months?|decade|[#@]))"
    rf"|at (?:one|#) time|(?:(?:[a-z]+|#) )?(?:years|decades?|generations?) ago|{PERIOD} ago|(?:not )?(?:so )?long ago"
    r"|back then|then|in those days|in (?:its|the|our) (?:heyday|early days|good old days)"
    r"|in (?:(?:earlier|former|previous|past|better|happier) (?:years|times|days)|years gone by)"
    r"|earlier|under the (?:previous|last|old|former)|at (?:its|the|our) (?:peak|height"
    r"|largest|biggest|best)|(?:before|prior to|until) (?!(?:now|today)\b)|when (?:it|the force) was (?:founded|formed"
    r"|created|at its))"
)
_FORMER = re.compile(
    rf"\bused to(?:{_WORD}){{1,2}}?{FIGURES}"
    rf"|\b(?:had had|had been|peaked at|(?:beg[au]n|started(?: life| out| off)?|founded|formed|created) with){FIGURES}"
    r"|\b(?:once|formerly|previously|originally|historically)(?! again| more)(?: had)? "
    rf"{_WAS}{FIGURES}"
    rf"|\b{_WAS} (?:once|formerly|previously|originally){FIGURES}"
    rf"|\b(?:old|previous|former|original) {THING} (?:was|were|stood at){FIGURES}"
    rf"|\b(?:fallen|fell|dropped|reduced|cut|shrunk|down|decreased|declined) from(?: {_SMALL})* $"
)
_ONCE_BEFORE = re.compile(
    rf"(?:^|[,;–] |\b(?:and|but|when|while|although) ){_ONCE}[^;]{{0,70}}? (?:had )?{_WAS}{FIGURES}"
)
_WAS_BEFORE = re.compile(rf" (?:had )?{_WAS}(?: once)?{FIGURES}")
_AFTER_NOUN = rf"(?:(?: [a-z-]+){{0,2}} {THING})?"
_ONCE_AFTER = re.compile(rf"{_AFTER_NOUN},? \(?(?:(?:a|some|many) )?{_ONCE}")
_IT_ONCE = re.compile(r" (?:that |which )?(?:it|we|they|the force) (?:once|used to|previously|formerly|originally)\b")
_DATED = re.compile(rf"{_AFTER_NOUN},? \(?(?:(?:in|at|on|as at|during) )?(?:the )?{PERIOD}(?! ago)")
_DECADE = re.compile(
    r"\b(?:in|during) the (?:(?:early|late|mid)[ -])?(?:(?:19|20)?\d0s|[a-z]+ties)\b"
    rf"[^;]{{0,50}} {_WAS} [a-z ]{{0,20}}$",
    re.IGNORECASE,
)
