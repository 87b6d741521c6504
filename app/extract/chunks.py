"""Stage 7: read the tokens of a sentence into groups, from left to right, the longest group at each place."""

from app.extract.groups import Group, Head, Join, Joint, NounGroup, VerbGroup
from app.vocabulary.lexicon import Form, VerbForm, any_of, members, verb_forms
from app.extract.tokens import Kind, Token

_STOPS = frozenset(";:–—-→=/|•·?!.")
_AUXILIARIES = ("be", "have", "do", "modal")


def chunks(tokens: list[Token]) -> list[Group]:
    """Return the groups of a sentence. Every token is in one of them."""
    groups: list[Group] = []
    at = 0
    while at < len(tokens):
        group = _joint(tokens, at, groups) or _verb_group(tokens, at, groups) or _noun_group(tokens, at, groups)
        groups.append(group)
        at += len(group.tokens)
    return groups


# What joins


def _joint(tokens: list[Token], at: int, groups: list[Group]) -> Joint | None:
    token = tokens[at]
    if token.kind is Kind.PERIOD:
        return Joint([token], Join.TIME)
    if token.kind is Kind.RATE:
        return Joint([token], Join.RATE)
    if token.kind is Kind.MARK:
        return Joint([token], _mark(token))
    if token.kind is not Kind.WORD:
        return None
    word, after = token.text, tokens[at + 1] if at + 1 < len(tokens) else None
    if after is not None and (word, after.text) in {("so", "far"), ("once", "more")}:
        return Joint([token, after], Join.ADVERB)
    if word in members("relative") and (word != "that" or (after is not None and (word_is(after, "pronoun") or _may_begin_verb(tokens, at + 1)))):
        return Joint([token], Join.RELATIVE)
    if word in members("subordinator") and not (word == "once" and not _begins_clause(tokens, at)):
        return Joint([token], Join.SUBORDINATOR)
    if word in members("conjunction"):
        return Joint([token], Join.AND)
    if word in {"up", "down"} or (word in members("more") | members("less") and not _leads_to_noun(tokens, at + 1)):
        return Joint([token], Join.COMPARISON)
    if word == "to" and _infinitive_follows(tokens, at + 1):
        return None
    if word in members("preposition"):
        return Joint([token], Join.PREPOSITION)
    if _is_adverb(word) and not (_leads_to_noun(tokens, at + 1) and _in_noun_group(groups)):
        return Joint([token], Join.ADVERB)
    return None


def _begins_clause(tokens: list[Token], at: int) -> bool:
    """Return whether a clause follows the word at ``at``, as it does "once we have" and not "once had"."""
    return at + 1 < len(tokens) and word_is(tokens[at + 1], "pronoun", *(("determiner",) if at == 0 else ()))


def _mark(token: Token) -> Join:
    if token.text == ",":
        return Join.COMMA
    if token.text in "([":
        return Join.OPEN
    if token.text in ")]":
        return Join.CLOSE
    return Join.STOP if token.text in _STOPS else Join.COMMA


def word_is(token: Token, *names: str) -> bool:
    """Return whether a token is a word of one of some classes."""
    return token.kind is Kind.WORD and token.text in any_of(*names)


def _is_adverb(word: str) -> bool:
    return word in members("adverb") or (word.endswith("ly") and len(word) > 4)


def _in_noun_group(groups: list[Group]) -> bool:
    return False


def _leads_to_noun(tokens: list[Token], at: int) -> bool:
    """Return whether the word at ``at`` can go on a noun group: no word of a closed class, no mark."""
    if at >= len(tokens):
        return False
    token = tokens[at]
    if token.kind is Kind.THING or token.kind is Kind.QUANTITY:
        return True
    return token.kind is Kind.WORD and not _is_closed(token.text) and not _is_adverb(token.text)


_CLOSED = (
    "determiner", "preposition", "conjunction", "subordinator", "relative", "pronoun", "be", "have", "do", "modal",
    "negator",
)  # fmt: skip


def _is_closed(word: str) -> bool:
    return word in any_of(*_CLOSED)


# Verb groups


def _may_begin_verb(tokens: list[Token], at: int) -> bool:
    token = tokens[at]
    if token.kind is not Kind.WORD:
        return False
    return word_is(token, *_AUXILIARIES, "negator") or _is_adverb(token.text) or token.text in verb_forms()


def _infinitive_follows(tokens: list[Token], at: int) -> bool:
    while at < len(tokens) and tokens[at].kind is Kind.WORD and _is_adverb(tokens[at].text):
        at += 1
    if at >= len(tokens) or tokens[at].kind is not Kind.WORD:
        return False
    word = tokens[at].text
    if word in {"be", "have"}:
        return True
    form = verb_forms().get(word)
    if form is None or form.form is not Form.BASE:
        return False
    return word not in _ALSO_NOUNS or _begins_object(tokens, at + 1)


_ALSO_NOUNS = frozenset(
    """report call number cost cut increase fall rise drop record cover police house visit total plan target need budget
    fund support span staff post share work estimate demand border lead run change move value base rate rank place answer
    process control experience contact face open close result hold range level release deal boost peak average form
    account forecast show welcome draw stretch measure patrol set put look hope value host spend begin project schedule dip slip trim
    slide ease surge jump gain climb spike charge field press push bid claim request stop campaign dispute""".split()
)


def _begins_object(tokens: list[Token], at: int) -> bool:
    """Return whether an object or an adverbial of a verb can begin at ``at``."""
    if at >= len(tokens):
        return False
    token = tokens[at]
    if token.kind in {Kind.QUANTITY, Kind.PERIOD}:
        return True
    if token.kind is Kind.THING and at > 1 and tokens[at - 1].text in {"plans", "needs", "covers", "records", "faces", "costs"}:
        return tokens[at - 2].text in {"it", "which", "that", "force", "constabulary", "commissioner", "police"}
    return token.kind is Kind.WORD and (
        word_is(token, "determiner", "possessor", "pronoun", "relative", "more", "less")
        or token.text in {"by", "to", "at", "in", "from", "on", "with", "for", "after", "across", "over", "up", "down", "as"}
        or _is_adverb(token.text)
    )


def _verb_group(tokens: list[Token], at: int, groups: list[Group]) -> VerbGroup | None:
    """Return the verb group that begins at ``at``: auxiliaries, what is intended, adverbs and the main verb."""
    first = tokens[at]
    if first.kind is not Kind.WORD:
        return None
    to = first.text == "to"
    if not (to or word_is(first, *_AUXILIARIES) or _negation(tokens, at) or _is_verb_here(tokens, at, groups)):
        return None
    group = VerbGroup([], "", frozenset(), infinitive=to)
    end, position, passive_be, form = at, at, False, None
    while position < len(tokens) and tokens[position].kind is Kind.WORD:
        word = tokens[position].text
        told = verb_forms().get(word)
        if negation := _negation(tokens, position):
            position += negation - 1
            group.negated |= not _is_limited(tokens, position + 1)
        elif word in {"having", "being"} and form is not None and form.lemma != "be":
            break
        elif word in members("be"):
            group.past |= word in {"was", "were"}
            form, passive_be = VerbForm("be", frozenset({"be"}), Form.BASE), True
        elif word in members("have"):
            group.perfect, group.past = True, group.past or word == "had"
            form, passive_be = VerbForm("have", frozenset({"have"}), Form.BASE), False
            group.ing |= word == "having" and position == at
        elif word in members("do"):
            group.past |= word == "did"
            form = form or told
        elif word in members("modal"):
            group.intent = (*group.intent, word)
        elif word == "to":
            if not _infinitive_follows(tokens, position + 1):
                break
            if form is not None:
                group.intent = (*group.intent, "be_to" if form.lemma == "be" and passive_be and tokens[position - 1].text in members("be") else form.lemma)
            passive_be = False
        elif told is None and form is None and position == at and word.endswith("ed"):
            form = VerbForm(word, frozenset(), Form.PAST, participle=True)
            group.past = True
        elif told is not None and _goes_on(group, form, told, tokens, position, passive_be):
            if form is not None and form.lemma not in {"be", "have", "do"}:
                group.intent = (*group.intent, form.lemma)
            group.passive = passive_be and told.participle
            group.past |= told.form is Form.PAST and form is None
            group.ing |= told.form is Form.ING and position == at
            form = told
        elif word in _INTENDED and passive_be:
            group.intent = (*group.intent, word)
        elif form is not None and passive_be and position > at and _is_participle(word):
            group.passive = not word.endswith("ing")
            form, end = VerbForm(word, frozenset(), Form.PAST), position + 1
            break
        elif _is_adverb(word) and position > at:
            pass
        else:
            break
        position += 1
        if not _is_adverb(word):
            end = position
    if form is None:
        if not group.negated and not group.intent:
            return None
        form = VerbForm("", frozenset(), Form.BASE)
    if end == at:
        return None
    group.tokens, group.lemma, group.classes = tokens[at:end], form.lemma, form.classes
    if end < len(tokens) and tokens[end].text in {"up", "down", "on", "off", "in", "out", "away", "to", "after"}:
        group.particle = tokens[end].text
        following = tokens[end + 1] if end + 1 < len(tokens) else None
        taking = group.particle in {"off", "out", "away"} and following is not None and (following.kind is Kind.QUANTITY or word_is(following, "determiner"))
        if taking or form.lemma in _PARTICLED or (not form.classes and group.particle in {"up", "down"}):
            if group.particle == "to" and not (end + 1 < len(tokens) and tokens[end + 1].kind is Kind.QUANTITY):
                return group
            if group.particle != "to":
                group.tokens = tokens[at : end + 1]
            moved = _PARTICLED.get(form.lemma, {}).get(group.particle) or {"up": "rise", "down": "fall"}.get(group.particle)
            group.classes = group.classes if moved is None or form.lemma == "be" else frozenset({moved})
    return group


_PARTICLED: dict[str, dict[str, str]] = {
    "go": {},
    "come": {"to": "reach"},
    "edge": {},
    "creep": {},
    "move": {},
    "draw": {},
    "bring": {},
    "make": {"up": "make_up"},
    "add": {"up": "be"},
    "take": {"on": "recruit", "out": "lose", "up": "make_up", "away": "lose"},
    "put": {},
    "look": {"after": "serve"},
}
"""What verbs become with a particle; "up" and "down" make a rise and a fall of them."""


def _negation(tokens: list[Token], at: int) -> int:
    """Return how many tokens from ``at`` deny a verb: "not", "n't", "no longer"."""
    if word_is(tokens[at], "negator"):
        return 1
    return 2 if [token.text for token in tokens[at : at + 2]] == ["no", "longer"] else 0


def _is_limited(tokens: list[Token], at: int) -> bool:
    """Return whether the word at ``at`` makes of "not" something else than a denial: "not only", "not all of"."""
    return at < len(tokens) and word_is(tokens[at], "limiter")


_INTENDED = frozenset("likely due able unable set expected".split())


def _goes_on(group: VerbGroup, form: VerbForm | None, told: VerbForm, tokens: list[Token], position: int, passive: bool) -> bool:
    """Return whether a verb goes on the group: after its auxiliaries, not after another main verb."""
    if position and tokens[position - 1].text == "to":
        return told.form is Form.BASE
    if form is None:
        return True
    if position and tokens[position - 1].text == "to":
        return told.form is Form.BASE
    if form.lemma in {"be"}:
        return (told.participle or told.form is Form.ING) and not _heads_noun(tokens, position)
    if form.lemma == "have":
        return told.participle and not _heads_noun(tokens, position)
    if form.lemma == "do":
        return told.form is Form.BASE
    return False


def _heads_noun(tokens: list[Token], position: int) -> bool:
    """Return whether a participle is a modifier: "has increased demand", "is growing numbers of"."""
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    return following is not None and following.kind is Kind.THING and tokens[position].text in {"recorded", "reported", "increased", "reduced", "serving", "growing", "increasing"} and tokens[position - 1].text not in {"been", "has", "have", "had"}


def _is_participle(word: str) -> bool:
    return word.endswith(("ed", "ing", "en")) and len(word) > 4 and not _is_adverb(word)


def _is_verb_here(tokens: list[Token], at: int, groups: list[Group]) -> bool:
    """Return whether the word at ``at`` is a verb, not a noun or an adjective of the same form."""
    told = None if tokens[at].named else verb_forms().get(tokens[at].text)
    before = groups[-1] if groups else None
    subject = isinstance(before, NounGroup) and (before.head is not Head.NONE or before.quantity is not None)
    if told is None:
        aside = isinstance(before, Joint) and before.join is Join.COMMA
        return (
            (subject or aside)
            and tokens[at].text.endswith("ed")
            and len(tokens[at].text) > 4
            and _begins_object(tokens, at + 1)
        )
    if subject and told.lemma in _PARTICLED and at + 1 < len(tokens) and tokens[at + 1].text == "up":
        return True
    linked = isinstance(before, Joint) and before.join in {Join.RELATIVE, Join.ADVERB}
    opened = isinstance(before, Joint) and before.join is Join.PREPOSITION
    if told.form is Form.ING and at + 1 < len(tokens) and tokens[at + 1].text == "of":
        return False
    if told.form is Form.ING:
        if _begins_object(tokens, at + 1) or at + 1 == len(tokens):
            return True
        return subject or opened or (isinstance(before, Joint) and before.join in {Join.COMMA, Join.AND, Join.SUBORDINATOR} and not _grows(told))
    if told.form is Form.PAST:
        return subject or linked or _begins_object(tokens, at + 1) and not opened or (isinstance(before, Joint) and before.join is Join.AND)
    if isinstance(before, NounGroup) and before.head is Head.POINTER:
        return True
    listed = isinstance(before, Joint) and (before.join in {Join.AND, Join.ADVERB, Join.COMMA, Join.TIME} or (before.join is Join.CLOSE and told.form is Form.THIRD))
    after_verb = listed and any(isinstance(g, VerbGroup | NounGroup) for g in groups)
    if tokens[at].text in _ALSO_NOUNS or f"{told.lemma}" in _ALSO_NOUNS:
        return (subject or linked or after_verb) and _begins_object(tokens, at + 1) and _agrees(before, told)
    if subject and not _agrees(before, told):
        return False
    return subject or linked or after_verb or (not groups and told.form is Form.BASE and _begins_object(tokens, at + 1))


def _grows(told: VerbForm) -> bool:
    return not told.classes.isdisjoint({"rise", "fall", "continue", "serve"})


def _agrees(before: Group | None, told: VerbForm) -> bool:
    if not isinstance(before, NounGroup) or before.head is Head.NONE:
        return True
    plural = before.noun.endswith("s") or before.noun in {"people", "staff", "police", "women", "men", "children", "few", "public"}
    return plural == (told.form is Form.BASE) or before.tokens[-1].named or before.noun == "force"


# Noun groups


def _noun_group(tokens: list[Token], at: int, groups: list[Group]) -> NounGroup:
    """Return the noun group that begins at ``at``: of one token at least, whatever it is."""
    group = NounGroup([])
    position = at
    while position < len(tokens):
        token = tokens[position]
        if position > at and not _continues(tokens, position, group):
            break
        group.tokens.append(token)
        position += 1
        if token.kind is Kind.QUANTITY:
            group.quantity, group.at = token.n, len(group.tokens) - 1
        elif token.kind is Kind.THING:
            group.things.append(token)
        elif token.kind is Kind.WORD and len(group.tokens) == 1 and word_is(token, "determiner", "possessor"):
            group.determiner = token.text
        elif token.text == "’s" or token.text == "’":
            group.owner = list(group.tokens)
        elif position == at + 1 and word_is(token, "pronoun"):
            break
    _set_head(group)
    return group


def _continues(tokens: list[Token], position: int, group: NounGroup) -> bool:
    """Return whether a token goes on a noun group that has begun."""
    token, last = tokens[position], group.tokens[-1]
    if token.text in {"’s", "’"} and token.joined:
        return True
    if token.kind is Kind.QUANTITY:
        closed = last.kind is Kind.THING or (last.kind is Kind.WORD and not _may_precede_number(group, last))
        closed = closed or (group.determiner in {"each", "every"} and len(group.tokens) > 1)
        return group.quantity is None and (not closed or last.text in {"’s", "’"})
    if token.kind in {Kind.MARK, Kind.PERIOD, Kind.RATE}:
        return token.text == "-" and token.joined and position + 1 < len(tokens) and tokens[position + 1].joined and tokens[position + 1].kind in {Kind.WORD, Kind.THING}
    if last.text in members("time_noun") - {"time", "date", "moment"} and (token.kind is Kind.THING or (token.named and not last.named)):
        return False
    if token.kind is Kind.THING:
        return last.kind is not Kind.THING or not _complete(last) or last.text in {"police"}
    if last.text == "-":
        return True
    word = token.text
    if last.kind is Kind.QUANTITY and (told := verb_forms().get(word)) is not None and not _leads_to_noun(tokens, position + 1) and (told.form is not Form.BASE or ("visit" in told.classes or "live" in told.classes) and _begins_object(tokens, position + 1)):
        return False
    if word in {"up", "down"} or _is_closed(word):
        return word in {"own", "many", "other", "such"} and len(group.tokens) <= 2
    if word in members("more") | members("less"):
        return _leads_to_noun(tokens, position + 1) or group.quantity == last.n and last.kind is Kind.QUANTITY
    if _is_adverb(word):
        return last.kind is not Kind.THING and _leads_to_noun(tokens, position + 1) and (group.quantity is not None or bool(group.determiner)) and not _has_noun(group)
    if last.kind is Kind.THING and _complete(last):
        if word in _ALSO_NOUNS and _is_verb_here(tokens, position, [_closed_copy(group)]):
            return False
        if word == "post" and position + 1 < len(tokens) and tokens[position + 1].text == "-":
            return False
        return word in members("measure_noun") or word in members("rise_noun") | members("fall_noun") or word in _SUFFIXES
    if _has_noun(group) and _is_verb_here(tokens, position, [_closed_copy(group)]):
        return False
    return True


_SUFFIXES = frozenset("posts post roles positions numbers strength levels establishment members figures budget".split())


def _closed_copy(group: NounGroup) -> NounGroup:
    copy = NounGroup(list(group.tokens), quantity=group.quantity, things=list(group.things))
    _set_head(copy)
    return copy


def _has_noun(group: NounGroup) -> bool:
    """Return whether a group has a word that may be its head."""
    last = group.tokens[-1]
    alone = len(group.tokens) == 1 and last.kind is Kind.WORD and word_is(last, "neutral")
    return alone or last.kind is Kind.THING or (
        last.kind is Kind.WORD
        and (last.named or not word_is(last, "determiner", "possessor", "neutral", "new", "more", "less"))
        and last.text not in {"’s", "’"}
    )


def _may_precede_number(group: NounGroup, last: Token) -> bool:
    """Return whether a number may follow a word of its noun group: "an additional 80", "the total 223"."""
    return word_is(last, "determiner", "possessor", "new", "neutral", "other_kind") or _is_adverb(last.text) or last.text in {"’s", "’", "remaining", "first", "final", "initial", "required", "top"}


def _complete(token: Token) -> bool:
    """Return whether a thing is named in the plural, after which no noun can follow."""
    plural = token.text.endswith("s") and not token.text.endswith(("ss", "savings")) and token.text != "specials_"
    return plural or token.text in {"people", "population"} or token.text.endswith(" staff")


def _set_head(group: NounGroup) -> None:
    """Find the head of a noun group: its last word, or the thing before a noun that only says how it is measured."""
    words = [t for t in group.tokens[len(group.owner) :] if t.kind in {Kind.WORD, Kind.THING} and t.text not in {"’s", "’"}]
    if group.determiner and not group.owner:
        words = words[1:] if words and words[0].kind is Kind.WORD else words
    words = [t for t in words if not _is_adverb(t.text) or t.kind is Kind.THING]
    alone = group.at == len(group.tokens) - 1 and all(word_is(t, "neutral", "new", "more", "less") for t in words)
    if not words or alone:
        group.head = Head.POINTER if group.determiner in {"this", "that", "these", "those"} else Head.NONE
        return
    last = words[-1]
    while len(words) > 1 and last.kind is Kind.WORD and last.text in members("measure_noun") and words[-2].kind is Kind.THING:
        words.pop()
        last = words[-1]
    group.noun = last.text
    group.modifiers = [t.text for t in words[:-1]]
    if last.kind is Kind.THING:
        group.head = Head.THING
    elif group.quantity is not None and last.kind is Kind.WORD and (last.text in members("more") or last.text in members("less") or last.text in members("new")):
        group.head, group.noun, group.modifiers = Head.NONE, "", [t.text for t in words]
    else:
        group.head = _kind_of(last.text)


def _kind_of(word: str) -> Head:
    for name, head in (
        ("pronoun", Head.POINTER),
        ("rise_noun", Head.RISE),
        ("fall_noun", Head.FALL),
        ("change_noun", Head.CHANGE),
        ("measure_noun", Head.MEASURE),
        ("plain_unit", Head.UNIT),
    ):
        if word in members(name):
            return head
    return Head.OTHER
