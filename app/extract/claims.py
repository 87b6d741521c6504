"""Stage 13: what the words around a figure claim of it: whether it is so, since when, and whose it is.

"The force does not have 2,000 officers", "would need 3,000", "used to have 3,500" and "Brackshire Police has 1,111" tie
a quantity to a thing as well as "has 2,242" does, and state no figure of the force as it is.
"""

import re
from collections.abc import Collection
from enum import StrEnum

from app.extract.skeleton import PERIOD, THING, Skeleton
from app.extract.ties import Role, Tie
from app.vocabulary.areas import COMPARED
from app.vocabulary.measures import Measure, Topic
from app.vocabulary.names import folded


class Doubt(StrEnum):
    """Why a figure that a statement gives is not one of the force as it is."""

    DENIED = "denied"
    SUPPOSED = "supposed"
    PAST = "past"
    OF_OTHERS = "of_others"


def doubt(skeleton: Skeleton, n: int, tie: Tie, own_names: Collection[str], area: str | None) -> Doubt | None:
    """Return why a tied quantity is no figure of the force as it is, or ``None`` where it is one.

    ``own_names`` are those of the force. A figure whose ``area`` is that of others says so by it.
    """
    claim = _Claim(skeleton, n, tie)
    if _is_denied(claim):
        return Doubt.DENIED
    if _is_supposed(claim):
        return Doubt.SUPPOSED
    if _is_past(claim):
        return Doubt.PAST
    return Doubt.OF_OTHERS if area not in COMPARED and _is_of_others(claim, own_names) else None


class _Claim:
    """A tied quantity and the words around it: as signs and words of the skeleton, and as written."""

    def __init__(self, skeleton: Skeleton, n: int, tie: Tie) -> None:
        text, at = skeleton.text, skeleton.quantities[n]
        sentence, start = skeleton.reading.sentence.text, skeleton.reading.quantities[n].start
        self.tie = tie
        self.before = text[max(0, at - _WINDOW) : at]
        self.after = text[at + 1 : at + _WINDOW]
        self.written_before = sentence[max(0, start - _WINDOW) : start]
        self.written_after = sentence[tie.end : tie.end + _WINDOW]
        self.asked = _QUESTION.search(sentence) is not None
        self.presupposed = _PRESUPPOSED.search(self.before) is not None


_WINDOW = 240
"""How many characters around a figure are looked at."""

# What may stand between a verb and the figure that it states: the figures before it in a list, and small words.
_SIGN = rf"[#%£¤{THING}{PERIOD}]"
_SMALL = (
    r"(?:an?|the|of|to|some|about|around|over|more|than|another|extra|additional|further|total|full|and|or|nor|just|even"
    r"|least|at|up|as|many|own|its|our|strength|minimum|level|number|new|annual|net|revenue)"
)
_FIGURES = rf"(?:,? (?:{_SMALL}|{_SIGN}))*,? $"
_WORD = r" (?!(?:and|but|or|which|who|so|yet|because|while|that|since)\b)[a-z’'-]+"
_SAID_BETWEEN = r"(?:,[^,;:#]{1,40},)?"

# What its owner has already: "we do not have cars for our 2,242 officers" denies no officer.
_PRESUPPOSED = re.compile(
    rf"(?:\b(?:its|our|their|these|those|all|each|of the)(?: of (?:the|our|its|these|their))?)(?: [a-z-]+)?(?: {THING} of)? $"
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
    rf"(?:{_NOT}(?: yet)?|\byet to){_SAID_BETWEEN}(?:{_WORD}){{0,3}}?{_FIGURES}"
    rf"|\b(?:nor|in no way|at no time|by no means)(?: (?:do|does|did|ha[sd]|have|is|are|was|were))(?:{_WORD}){{0,4}}?{_FIGURES}"
    rf"|\b(?:not (?:true|so|the case|correct|right)|untrue|false|incorrect|myth|wrong|nobody|no one|few|den(?:y|ies|ied))\b(?:{_WORD}){{0,2}} that(?:{_WORD}){{1,5}}{_FIGURES}"
    rf"|\b(?:rather than|instead of|as opposed to|without|nowhere(?: near)?|nothing like|far from having|den(?:y|ies|ied)|fail(?:s|ed|ing)? to(?:{_WORD}))"
    rf"(?: having)?{_FIGURES}"
)
_LACKING = re.compile(
    r"\b(?:lacks?|lacking|(?:is|are|was|were|falls?|fell|left|being) short (?:of|by)|(?:shortfall|deficit|shortage|gap) of"
    r"|vacancies for)(?: an?| the| another)* $"
)
_NO_MORE = re.compile(
    rf"\b(?:no longer|ceased to|(?:stop(?:s|ped)?|g[ai]ven? up)(?= [a-z]+ing)|rid of|away with|scrapped|abolished"
    rf"|disbanded)(?:{_WORD}){{0,2}}?{_FIGURES}|\bgone are(?:{_WORD}){{0,6}}?{_FIGURES}"
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
    r"(?: (?:be able to|like to|wish to|want to|need to|have to|still|also|then|really|now|even|well|only|always|soon"
    r"|# day|[a-z]+ly))*"
)
_STATES = (
    r" (?:have|need|be|employ|require|cost|recruit|hire|reach|grow|rise|fall|total|number|serve|receive|get|spend"
    r"|lose|record|see|afford|want|like|mean|stand|increase|exceed|appoint|add|take on|field|use|welcome|do with|have (?:had|been|employed"
    r"|received|needed|recorded|spent|cost|reached)|be (?:funded|staffed|paid|given|allocated|entitled|nearer|closer"
    r"|as many as))(?: (?:for|to))?"
)
_TO_HAVE = (
    r"(?: (?:to )?(?:have|employ|recruit|reach|hire|appoint|find|grow|increase|see|get|receive|take on|had|restore"
    r"|return to|raise))?(?: to)?"
)
_SUPPOSED = re.compile(
    rf"\b(?:would|could|should|might|may|ought to|must|(?:we|it|they)[’']d){_ADVERBS}{_STATES}{_FIGURES}"
    rf"|\b(?:wants?|wanted|wanting|wish(?:es|ed|ing)?|wish(?:es)? (?:we|it|they)|needs?(?! of)|needed|needing|requir(?:es?"
    rf"|ed|ing)|seek(?:s|ing)?|sought|(?:ask|call|bid|appl|press|lobb|campaign|argu|plead|push|hop|long)[a-z]*(?:{_WORD}| {THING}){{0,4}}? (?:for|to fund|to pay for)"
    rf"|dream(?:s|ing)? of|deserves?|(?:is|are) entitled to|request(?:s|ed|ing)?|(?:capacity|room|space|case) for"
    rf"|is said|are said|alleged|rumoured|claimed|supposed|would like|(?:was|were|been) promised|meant to|hoped that(?:{_WORD}){{1,4}}?|capable of [a-z]+ing){_TO_HAVE}{_FIGURES}"
    r"|(?:\b(?:if|unless|suppos(?:e|ing)|imagin(?:e|ing)|assum(?:e|ing)|picture|whether)|(?:^|[,;] )(?:were|had))"
    r" (?:it|we|they|there|the force|the constabulary|a force|any force)"
    rf"(?:{_WORD}){{0,3}}?{_FIGURES}"
    rf"|\b(?:perhaps|possibly|maybe|ideal(?:ly)?)(?:{_WORD}){{1,6}}?{_FIGURES}"
    r"|\b(?:for example|for instance|e\.g\.|imagine|suppose|picture|consider|take|say|assume|compared (?:with|to)|unlike"
    r"|than),? (?:an?|any) (?:[a-z-]+ )"
    rf"{{0,2}}(?:force|constabulary)(?:{_WORD}){{0,3}}?{_FIGURES}"
)
_SUPPOSED_AFTER = re.compile(
    r"(?: more)? (?:(?:is|are|was|were|has been|have been) (?:still )?(?:needed|required|wanted|necessary|requested"
    r"|asked for|sought)|(?:would|could|should|might|ought)\b)|,? (?:say|for example|for instance),"
)
_PART_OF = re.compile(r"(?:\b(?:half|third|quarter|few|fewer|less|most|some|tenths?|none)|%) of (?:the )?(?:[a-z]+ )?$")
_NEEDED_AFTER = re.compile(
    r" (?:that |which )?(?:it|we|they|the force) (?:needs?|wants?|requires?|would|should|could|once|used|hopes?|asked)\b"
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
    r"(?:once(?! again| more)|formerly|previously|originally|historically|in the past"
    rf"|at (?:one|#) time|(?:(?:[a-z]+|#) )?(?:years|decades?|generations?) ago|{PERIOD} ago|(?:not )?(?:so )?long ago|back then|then|in those days|in (?:its|the|our) (?:heyday|early days|good old days)"
    r"|in (?:(?:earlier|former|previous|past|better|happier) (?:years|times|days)|years gone by)"
    r"|earlier|under the (?:previous|last|old|former)|at (?:its|the|our) (?:peak|height"
    r"|largest|biggest|best)|(?:before|prior to|until) (?!(?:now|today)\b)|when (?:it|the force) was (?:founded|formed"
    r"|created|at its))"
)
_FORMER = re.compile(
    rf"\bused to(?:{_WORD}){{1,2}}?{_FIGURES}|\b(?:had had|had been|peaked at|beg[au]n with|started (?:life |out |off )?with|(?:founded|formed"
    rf"|created) with){_FIGURES}|\b(?:once|formerly|previously|originally|historically)(?! again| more)(?: had)? "
    rf"{_WAS}{_FIGURES}|\b{_WAS} (?:once|formerly|previously|originally){_FIGURES}"
    rf"|\b(?:old|previous|former|original) {THING} (?:was|were|stood at){_FIGURES}|\b(?:fallen|fell|dropped|reduced|cut|shrunk|down|decreased|declined) from(?: {_SMALL})* $"
)
_ONCE_BEFORE = re.compile(
    rf"(?:^|[,;–] |\b(?:and|but|when|while|although) ){_ONCE}[^;]{{0,70}}? (?:had )?{_WAS}{_FIGURES}"
)
_WAS_BEFORE = re.compile(rf" (?:had )?{_WAS}(?: once)?{_FIGURES}")
_AFTER_NOUN = rf"(?:(?: [a-z-]+){{0,2}} {THING})?"
_ONCE_AFTER = re.compile(rf"{_AFTER_NOUN},? \(?(?:(?:a|some|many) )?{_ONCE}")
_IT_ONCE = re.compile(r" (?:that |which )?(?:it|we|they|the force) (?:once|used to|previously|formerly|originally)\b")
_DATED = re.compile(rf"{_AFTER_NOUN},? \(?(?:(?:in|at|on|as at|during) )?(?:the )?{PERIOD}(?! ago)")
_DECADE = re.compile(
    rf"\b(?:in|during) the (?:(?:early|late|mid)[ -])?(?:(?:19|20)?\d0s|[a-z]+ties)\b[^;]{{0,50}} {_WAS} [a-z ]{{0,20}}$",
    re.IGNORECASE,
)


# Of others


def _is_of_others(claim: _Claim, own_names: Collection[str]) -> bool:
    """Return whether a figure is of another than the force: the subject of its clause, or named right beside it."""
    begin = max((match.end() for match in _ANEW.finditer(claim.written_before)), default=0)
    others = (
        _SUBJECT.match(claim.written_before[begin:]),
        _RELATIVE.search(claim.written_before),
        _BEHIND.match(claim.written_after),
    )
    if any(_is_another(other, claim.tie.measure, own_names) for other in others if other is not None):
        return True
    return claim.tie.measure.topic in _OF_EMPLOYERS and _has_another_employer(claim, own_names)


def _has_another_employer(claim: _Claim, own_names: Collection[str]) -> bool:
    """Return whether the one who is said to have or employ so many is not the force, whoever else it is."""
    employer = _EMPLOYER.search(claim.before)
    if employer is None or _NOBODY.fullmatch(employer["who"]):
        return False
    if "commissioner" in employer["who"]:  # whose budget is the force's, and whose staff is not
        return claim.tie.measure.topic is Topic.WORKFORCE
    own = _SELF.search(employer["who"]) or (
        employer["who"].endswith(THING) and not employer["verb"].startswith("employ")
    )
    return not own and not _names(employer["who"], own_names)


_OF_EMPLOYERS = frozenset({Topic.WORKFORCE, Topic.BUDGET})
_EMPLOYER = re.compile(
    rf"(?:^|[,;:(–] |\b(?:and|but|while|whilst|because|as|that) )(?P<who>[a-z’'@{THING} -]{{2,60}}?)"
    rf" (?:(?:now|also|still|currently|only|alone|together) )*(?P<verb>has|have(?! to)|had|employs?|employed){_FIGURES}"
)
_NOBODY = re.compile(
    rf"(?:(?:and|but|now|then|today|later|since|in|at|on|by|so|also|currently|still|{PERIOD})(?: |$))*"
)
_SELF = re.compile(
    r"\b(?:it|we|they|who|which|that|this|you|there|force|constabulary|police|policing|organisation|workforce|area|plan"
    r"|budget|funding|teams?|divisions?)\b"
)


def _names(words: str, own_names: Collection[str]) -> bool:
    """Return whether words name the force: by any word of its names."""
    return any(word in words for own in own_names for word in _KIND_OF_FORCE.sub(" ", folded(own)).split())


def _is_another(other: re.Match[str], measure: Measure, own_names: Collection[str]) -> bool:
    """Return whether one who is named is not the force, and such as counts what ``measure`` counts."""
    if other["name"]:
        return not any(_are_one(other["name"], own) for own in own_names)
    return other["force"] is not None or measure.topic in _OF_BODIES


_OF_BODIES = frozenset({Topic.WORKFORCE, Topic.BUDGET, Topic.DEMAND})
_KIND_OF_FORCE = re.compile(r"\b(?:the|police|constabulary|service|force)\b")


def _are_one(name: str, own: str) -> bool:
    """Return whether a name is of the force, whatever words lead to it: "Today Kent Police", "Kent Constabulary"."""
    one, other = (f" {' '.join(_KIND_OF_FORCE.sub(' ', folded(full)).split())} " for full in (name, own))
    return one in other or (one.endswith(other) and not one.removesuffix(other).endswith(" and"))


# Names end in Police or Constabulary; whoever else has officers or staff is known by a word.
_NAME = r"(?-i:Police\sScotland|(?:[A-Z][\w’'&-]*\s(?:(?:and|of|&)\s)?){1,5}(?:Police|Constabulary)\b(?:\s(?:Service|Force)\b)?)"
_FORCE = (
    r"(?:average|typical|median|mean|usual|similar|comparable|larger|smaller|bigger|other|another|former|old|neighbouring|largest|smallest|biggest|nearest"
    r"|predecessor|next)(?:\s[a-z]+)?\s(?:police\s)?(?:force|constabulary|service)\b(?!\sarea)"
    r"|(?:(?!(?:un)?like\b|with\b|than\b|of\b)[a-z]+\s){0,2}?(?:police\s)?(?<!armed\s)forces\b"
    r"|(?:no|any|every|each)\s(?:[a-z]+\s)?force\b|force\snext\sdoor|force\sof\s(?:our|its|this|that)\ssize"
    r"|(?:national|regional)\s(?:average|mean|median|figure)|average(?=\s(?:is|was)\b)|average\sstrength|(?:[a-z]+\s)?neighbours?\b"
)
_BODY = (
    r"(?:(?:county|city|borough|district|unitary|parish|local|town)\s)*councils?\b(?!\s(?:area|tax))"
    r"|local\sauthorit(?:y|ies)|(?:[a-z]+\s){0,2}(?:fire|rescue|ambulance|prison|probation|health|coastguard|border)\s"
    r"(?:service|authority|brigade|force|trust|board|agency)s?\b|NHS\b(?:\strusts?)?"
    r"|(?:[a-z]+\s)?(?:university|airport|hospital|port|garrison|company|college)\b"
)
_OTHER = rf"(?:(?P<name>{_NAME})|(?P<force>{_FORCE})|(?:(?-i:[A-Z][\w’-]+)\s){{0,3}}(?P<body>{_BODY}))"
_DETERMINERS = (
    r"(?:(?:the|our|its|an?|all|one|most|some|many|few|hardly|almost|second|third|fourth|fifth|other|neighbouring|nearby"
    r"|adjacent|adjoining|\d+)\s)*"
)
_LEAD = (
    r"(?:(?:while|whilst|although|though|because|as|where|when|whereas|and|but|or|by\scontrast|in\scontrast|nationally"
    r"|on\saverage|today|currently|meanwhile|elsewhere|(?:in|at)\s[^,;]{1,30}|for\s(?:example|instance)"
    r"|[^,;]{0,30}neighbours?[^,;]{0,20}),?\s)*"
)
_HAS = (
    r"(?:ha(?:s|ve|d)|employ(?:s|ed)?|is|are|was|were|serve[sd]?|cover(?:s|ed)?|record(?:s|ed)?|attend(?:s|ed)?"
    r"|receive[sd]?|spen[dt]s?|polices?|of|with|took|deal[st]?|dealt|handle[sd]?|costs?|number(?:s|ed)?)\b"
)
_SUBJECT = re.compile(
    rf"{_LEAD}(?:(?:the\s)?(?:strength|budget|population|officers|staff|workforce|size)\s(?:of|at|in|for)\s)?{_DETERMINERS}{_OTHER}"
    rf"(?:[’']s?\s|:\s|\s[–-]\s|(?:,\s[^,;]{{0,60}}?)?,?\s(?:(?!(?:it|we|they|force)\b)[\w’-]+\s){{0,6}}?{_HAS})",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    rf"(?<!one\sof\sthe\s)(?<!one\sof\s){_DETERMINERS}{_OTHER}"
    r"(?:(?:,?\s(?:which|who|that)|(?(name),?)\s(?:with|having|(?(force)of|with))|[’']s?)(?:\s(?!and\b)[\w’-]+){0,4}?\s|\s\()$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"(?:\s(?:who\s)?(?:work|working|serve|serving|are\semployed|employed|based))?\s(?:at|of|in|for|by|belonging\sto)\s"
    rf"{_DETERMINERS}(?:(?P<name>{_NAME})|(?P<force>(?!)))",
    re.IGNORECASE,
)
# Where another subject begins; "and it" may still be the other.
_ANEW = re.compile(
    r"[;(]\s?|(?<!Police)(?<!Constabulary):\s|(?<!Police)(?<!Constabulary)\s[–—]\s|,?\s(?:but|yet|while|whilst|whereas)\s"
    r"|,\s(?=(?:it|they)\b)|(?:,|\band)\s(?=(?:we|there|ours|(?:the|our|its)\s(?:own\s)?(?:force|constabulary|workforce"
    r"|budget|strength|officers|population|area))\b)"
    rf"|,\s(?=(?:the\s)?{_NAME}\s{_HAS})"
)
