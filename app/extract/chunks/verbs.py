"""Whether a word that may be a noun, an adjective or a verb is a verb where it stands."""

from app.extract.chunks.participles import ends_as
from app.extract.chunks.words import begins_object, token_at, verb_form
from app.extract.groups import Group, Head, Join, Joint, NounGroup, VerbGroup
from app.extract.tokens import Kind, Token
from app.vocabulary.lexicon import Form, VerbForm, members, phrasal_verbs

_OPENING = {Join.COMMA, Join.AND, Join.SUBORDINATOR}
_LISTING = {Join.AND, Join.ADVERB, Join.COMMA, Join.TIME}


def is_verb(tokens: list[Token], at: int, groups: list[Group]) -> bool:
    """Return whether the word at ``at`` is a verb after some groups: "reports" in "it reports a fall"."""
    told = None if tokens[at].named else verb_form(tokens[at])
    if told is None:
        return _is_unknown_verb(tokens, at, groups)
    if told.form is Form.ING:
        return _is_participle(tokens, at, groups, told)
    if told.form is Form.PAST:
        return _is_past(tokens, at, groups)
    return _is_present(tokens, at, groups, told)


def _is_unknown_verb(tokens: list[Token], at: int, groups: list[Group]) -> bool:
    """Return whether an unknown word is a past: "the force earmarked 3% for it"."""
    follows = _has_subject(groups) or _join_before(groups) is Join.COMMA
    return follows and ends_as(tokens[at], "ed") and begins_object(token_at(tokens, at + 1))


def _is_participle(tokens: list[Token], at: int, groups: list[Group], told: VerbForm) -> bool:
    """Return whether a word in "-ing" is a verb: "serving a county", not "policing of", ", growing demand"."""
    after = token_at(tokens, at + 1)
    # What "to" leads to is what is done: "committed to recruiting".
    if after.text == "of" or token_at(tokens, at - 1).text == "to":
        return False
    if begins_object(after) or at + 1 == len(tokens) or _has_subject(groups):
        return True
    join = _join_before(groups)
    growing = not told.classes.isdisjoint({"rise", "fall", "continue", "serve"})
    return join is Join.PREPOSITION or (join in _OPENING and not growing)


def _is_past(tokens: list[Token], at: int, groups: list[Group]) -> bool:
    """Return whether a past or a past participle is a verb: "crime rose", "employed by", not "of recorded crime"."""
    join = _join_before(groups)
    if _has_subject(groups) or join in {Join.RELATIVE, Join.ADVERB, Join.AND}:
        return True
    return begins_object(token_at(tokens, at + 1)) and join is not Join.PREPOSITION


def _is_present(tokens: list[Token], at: int, groups: list[Group], told: VerbForm) -> bool:
    """Return whether a base or a third person is a verb: "it calls", "and reduce costs", not "300 calls"."""
    before = groups[-1] if groups else None
    if isinstance(before, NounGroup) and before.head is Head.POINTER:
        return True
    after = token_at(tokens, at + 1)
    # What "up" follows is never a noun: "the black and minority ethnic make up 3%".
    phrasal = (told.lemma, after.text) in phrasal_verbs()
    subject = _has_subject(groups) and (phrasal or _agrees(before, told) or _is_far(groups, told))
    governed = subject or _join_before(groups) is Join.RELATIVE or _goes_on(groups, told)
    if told.lemma in members("noun_too"):
        return governed and (begins_object(after) or after.named or (after.kind is Kind.THING and _acts(before, told)))
    return governed or (not groups and told.form is Form.BASE and begins_object(after))


def _goes_on(groups: list[Group], told: VerbForm) -> bool:
    """Return whether a verb goes on a clause that has begun: "we employ 300 officers and cover"."""
    join = _join_before(groups)
    goes_on = join in _LISTING or (join in {Join.CLOSE, Join.STOP} and told.form is Form.THIRD)
    return goes_on and (join is Join.ADVERB or any(isinstance(group, VerbGroup | NounGroup) for group in groups))


def _has_subject(groups: list[Group]) -> bool:
    """Return whether a noun group that may be a subject stands right before: no lone "the" or "other"."""
    before = groups[-1] if groups else None
    return isinstance(before, NounGroup) and (before.head is not Head.NONE or before.quantity is not None)


def _join_before(groups: list[Group]) -> Join | None:
    before = groups[-1] if groups else None
    return before.join if isinstance(before, Joint) else None


def _is_far(groups: list[Group], told: VerbForm) -> bool:
    """Return whether the noun before a verb may be of a phrase after its subject: "people from the country ask"."""
    return told.form is Form.BASE and _join_before(groups[:-1]) is Join.PREPOSITION


def _acts(before: Group | None, told: VerbForm) -> bool:
    """Return whether the force is what does something: "the force plans savings"."""
    return isinstance(before, NounGroup) and before.noun in members("force_of_police") and told.form is Form.THIRD


def _agrees(before: Group | None, told: VerbForm) -> bool:
    """Return whether a verb agrees with its subject in number: "officers cover", "the county covers"."""
    if not isinstance(before, NounGroup) or before.head is Head.NONE or before.noun in {"force", "staff"}:
        return True
    plural = before.noun.endswith("s") or before.noun in members("plural_noun")
    return plural == (told.form is Form.BASE) or before.tokens[-1].named
