"""Stage 13: whose a figure is: the force's, or of another force or body that the words around it name.

"Brackshire Police has 1,111 officers" and "the county council employs 3,000 staff" tie a quantity to a thing as well as
"the force has 2,242 officers" does.
"""

import re
from collections.abc import Collection

from app.extract.claims import FIGURES, WINDOW
from app.extract.skeleton import PERIOD, THING, Skeleton
from app.extract.ties import Tie
from app.vocabulary.measures import Measure, Topic
from app.vocabulary.names import folded


def is_of_another(skeleton: Skeleton, n: int, tie: Tie, own_names: Collection[str]) -> bool:
    """Return whether a tied quantity is of another than the force, which is known by ``own_names``.

    That is the subject of its clause, or named right beside it.
    """
    sentence, start, at = skeleton.reading.sentence.text, skeleton.reading.quantities[n].start, skeleton.quantities[n]
    before = sentence[max(0, start - WINDOW) : start]
    begin = max((match.end() for match in _ANEW.finditer(before)), default=0)
    others = (_SUBJECT.match(before, begin), _RELATIVE.search(before), _BEHIND.match(sentence, tie.end))
    if any(_is_another(other, tie.measure, own_names) for other in others if other is not None):
        return True
    if tie.measure.topic not in _OF_EMPLOYERS:
        return False
    employer = _EMPLOYER.search(skeleton.text, max(0, at - WINDOW), at)
    return employer is not None and not _is_own(employer["who"], employer["verb"], tie.measure, own_names)


# Who is named: names end in Police or Constabulary; whoever else has officers or staff is known by a word


def _is_another(other: re.Match[str], measure: Measure, own_names: Collection[str]) -> bool:
    """Return whether one who is named is not the force, and such as counts what ``measure`` counts."""
    if other["name"]:
        return not any(_are_one(other["name"], own) for own in own_names)
    return other["force"] is not None or measure.topic in _OF_BODIES


_OF_BODIES = frozenset({Topic.WORKFORCE, Topic.BUDGET, Topic.DEMAND})
_KIND_OF_FORCE = re.compile(r"\b(?:the|our|this|police|constabulary|service|force|special|local|neighbourhood)\b")


def _are_one(name: str, own: str) -> bool:
    """Return whether a name is of the force, whatever words lead to it: "Today Kent Police", "Kent Constabulary"."""
    one, other = (f" {' '.join(_KIND_OF_FORCE.sub(' ', folded(full)).split())} " for full in (name, own))
    return not one.strip() or one in other or (one.endswith(other) and not one.removesuffix(other).endswith(" and"))


_NAME = (
    r"(?-i:Police\sScotland|(?:[A-Z][\w’'&-]*\s(?:(?:and|of|&)\s)?){1,5}(?:Police|Constabulary)\b"
    r"(?:\s(?:Service|Force)\b)?)"
)
_FORCE = (
    r"(?:average|typical|median|mean|usual|similar|comparable|larger|smaller|bigger|other|another|former|old"
    r"|neighbouring|largest|smallest|biggest|nearest|predecessor|next)(?:\s[a-z]+)?\s(?:police\s)?(?:force|constabulary|service)\b(?!\sarea)"
    r"|(?:(?!(?:un)?like\b|with\b|than\b|of\b)[a-z]+\s){0,2}?(?:police\s)?(?<!armed\s)forces\b"
    r"|(?:no|any|every|each)\s(?:[a-z]+\s)?force\b|force\snext\sdoor|force\sof\s(?:our|its|this|that)\ssize"
    r"|(?:national|regional)\s(?:average|mean|median|figure)|average(?=\s(?:is|was)\b)|average\sstrength"
    r"|(?:[a-z]+\s)?neighbours?\b"
)
_BODY = (
    r"(?:(?:county|city|borough|district|unitary|parish|local|town)\s)*(?:councils?|authorit(?:y|ies))\b(?!\s(?:area|tax|precept))"
    r"|(?:[a-z]+\s){0,2}(?:fire|rescue|ambulance|prison|probation|health|coastguard|border)\s"
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
    r"|[^,;]{0,30}neighbours?[^,;]{0,20}),?\s){0,3}"
)
_HAS = (
    r"(?:ha(?:s|ve|d)|employ(?:s|ed)?|is|are|was|were|serve[sd]?|cover(?:s|ed)?|record(?:s|ed)?|attend(?:s|ed)?"
    r"|receive[sd]?|spen[dt]s?|polices?|of|with|took|deal[st]?|dealt|handle[sd]?|costs?|number(?:s|ed)?)\b"
)
_SUBJECT = re.compile(
    rf"{_LEAD}(?:(?:the\s)?(?:strength|budget|population|officers|staff|workforce|size)\s(?:of|at|in|for)\s)?"
    rf"{_DETERMINERS}{_OTHER}"
    rf"(?:[’']s?\s|:\s|\s[–-]\s|(?:,\s[^,;]{{0,60}}?)?,?\s(?:(?!(?:it|we|they|force)\b)[\w’-]+\s){{0,6}}?{_HAS})",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    rf"(?<!one\sof\sthe\s)(?<!one\sof\s){_DETERMINERS}{_OTHER}"
    r"(?:(?:,?\s(?:which|who|that)|(?(name),?)\s(?:with|having|(?(force)of|with))|[’']s?)"
    r"(?:\s(?!and\b)[\w’-]+){0,4}?\s|\s\()$",
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


# Who has or employs so many: whoever it is, if not the force


def _is_own(who: str, verb: str, measure: Measure, own_names: Collection[str]) -> bool:
    """Return whether the one who has or employs so many is the force, or the sentence leaves out who it is."""
    if "commissioner" in who:  # whose budget is the force's, and whose staff is not
        return measure.topic is Topic.BUDGET
    counted = who.endswith(THING) and not verb.startswith("employ")  # "officer numbers have reached 2,242"
    named = {word for own in own_names for word in _KIND_OF_FORCE.sub(" ", folded(own)).split() if len(word) > _SHORT}
    return counted or bool(_NOBODY.fullmatch(who) or _SELF.search(who) or named & set(re.split(r"\W+", who)))


_SHORT = 3
"""Words of a name that are no longer than this ("and", "of") do not tell it."""
_OF_EMPLOYERS = frozenset({Topic.WORKFORCE, Topic.BUDGET})
_EMPLOYER = re.compile(
    rf"(?:^|[,;:(–] |\b(?:and|but|while|whilst|because|as|that) )(?P<who>[a-z’'@{THING} -]{{2,60}}?)"
    rf" (?:(?:now|also|still|currently|only|alone|together) )*(?P<verb>has|have(?! to)|had|employs?|employed){FIGURES}"
)
_NOBODY = re.compile(
    rf"(?:(?:and|but|now|then|today|later|since|in|at|on|by|so|also|currently|still|will|must|{PERIOD})(?: |$))*"
)
_SELF = re.compile(
    r"\b(?:it|we|they|who|which|that|this|you|there|force|constabulary|police|policing|organisation|workforce|area|service"
    r"|county|chief|plan|budget|funding)\b"
)
