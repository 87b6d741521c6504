"""A verb group while its words are read."""

from app.extract.chunks.participles import ends_as, modifies, unknown_verb
from app.extract.chunks.words import (
    begins_object,
    infinitive_follows,
    is_adverb,
    negation,
    token_at,
    verb_form,
    word_is,
)
from app.extract.groups import VerbGroup
from app.extract.tokens import Kind, Token
from app.vocabulary.lexicon import Form, VerbForm

_BE = VerbForm("be", frozenset({"be"}), Form.BASE)
_HAVE = VerbForm("have", frozenset({"have"}), Form.BASE)
_NONE = VerbForm("", frozenset(), Form.BASE)


class VerbWords:
    """The words of a verb group from ``at``. ``form`` is the verb that was read last, ``told`` what they tell of it."""

    def __init__(self, tokens: list[Token], at: int) -> None:
        self._tokens = tokens
        self._first = at
        self._form: VerbForm | None = None
        self._told = VerbGroup([], "", frozenset(), infinitive=tokens[at].text == "to")

    def group(self, tokens: list[Token]) -> VerbGroup | None:
        """Return the group of the words that were read, or ``None`` if they are no verb: "not only"."""
        told = self._told
        if self._form is None and not told.negated and not told.intent:
            return None
        form = self._form or _NONE
        told.tokens, told.lemma, told.classes = tokens, form.lemma, form.classes
        return told

    def take(self, at: int) -> int:
        """Read on at ``at`` and return of how many tokens the group is longer, 0 if it is over."""
        token = token_at(self._tokens, at)
        if token.kind is not Kind.WORD:
            return 0
        if denying := negation(self._tokens, at):
            self._told.negated |= not word_is(token_at(self._tokens, at + denying), "limiter")
            return denying
        if word_is(token, "be", "have", "do", "modal"):
            return int(self._auxiliary(token, at))
        if token.text == "to":
            return int(self._to(at))
        if (form := self._full_verb(at)) is not None:
            self._main(form, at)
            return 1
        return int(self._intends(token) or (at > self._first and self._is_adverb(at)))

    def _auxiliary(self, token: Token, at: int) -> bool:
        """Read "has", "were", "did" or "will"."""
        told = self._told
        if token.text in {"having", "being"} and self._form not in {None, _BE}:
            return False
        if word_is(token, "be"):
            told.past |= token.text in {"was", "were"}
            self._form = _BE
        elif word_is(token, "have"):
            told.perfect = True
            told.past |= token.text == "had"
            told.ing |= token.text == "having" and at == self._first
            self._form = _HAVE
        elif word_is(token, "do"):
            told.past |= token.text == "did"
            self._form = self._form or verb_form(token)
        else:
            told.intent = (*told.intent, token.text)
        return True

    def _to(self, at: int) -> bool:
        """Read the "to" of an infinitive. What leads to it is what is intended: "plans to recruit", "is to rise"."""
        if not infinitive_follows(self._tokens, at + 1):
            return False
        if self._form is not None:
            be_to = at > self._first and word_is(self._tokens[at - 1], "be")
            self._told.intent = (*self._told.intent, "be_to" if be_to else self._form.lemma)
            self._form = None
        return True

    def _intends(self, token: Token) -> bool:
        """Read an adjective that leads to an infinitive: "is likely to"."""
        if self._form is not _BE or not word_is(token, "inclined"):
            return False
        self._told.intent = (*self._told.intent, token.text)
        return True

    def _is_adverb(self, at: int) -> bool:
        """Return whether an adverb stands between auxiliary and verb: "has since dropped"."""
        since = self._tokens[at].text == "since" and self._full_verb(at + 1) is not None
        return since or is_adverb(self._tokens[at])

    def _main(self, form: VerbForm, at: int) -> None:
        told = self._told
        told.passive = self._form is _BE and form.participle
        told.past |= form.form is Form.PAST and self._form is None
        told.ing |= form.form is Form.ING and at == self._first
        self._form = form

    def _full_verb(self, at: int) -> VerbForm | None:
        """Return the full verb at ``at`` if it goes on the group: after its auxiliaries, not after another."""
        form = verb_form(token_at(self._tokens, at)) or self._unknown_verb(at)
        before = "" if self._form is None else self._form.lemma
        if form is None or not before:
            return form
        goes_on = {
            "be": form.participle or form.form is Form.ING,
            "have": form.participle,
            "do": form.form is Form.BASE,
        }
        return form if goes_on.get(before) and not modifies(self._tokens, at) else None

    def _unknown_verb(self, at: int) -> VerbForm | None:
        """Return the form of an unknown word that is a verb where it stands: "is earmarked", "has netted £3m"."""
        token = token_at(self._tokens, at)
        if self._form is _BE:
            endings: tuple[str, ...] = ("ed", "en", "ing")
        elif at == self._first or (self._form is _HAVE and begins_object(token_at(self._tokens, at + 1))):
            endings = ("ed",)
        else:
            return None
        return unknown_verb(token) if ends_as(token, *endings) else None
