"""Remove the marks of Markdown from a text page, so that the words that its readers see are left."""

import re

HEADING = re.compile(r"\s{0,3}#{1,6}\s+(?=\S)")
RULE = re.compile(r"\s*(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|={3,}|`{3}.*|~{3}.*)")
QUOTE = re.compile(r"^\s{0,3}(?:>\s+|>$)+")  # ">2,000" is more than that

_TARGET = r"(?:\([^()\s]{0,500}(?:\s\"[^\"]{0,200}\")?\)|\[[^\[\]]{0,100}\])"
_LINK = re.compile(rf"!?\[(?P<words>[^\[\]]{{0,300}})\]{_TARGET}")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,30}\]:?")
_NOTE_LINK = re.compile(rf"(?<=[\w.,;:)%])\[\d{{1,3}}\]{_TARGET}")
_STRUCK = re.compile(r"~~(?=\S)[^~]{1,300}~~")
_STARS = re.compile(
    r"(\*{2,3})(?=[^\s*])([^*]{1,300})(?<=\S)\1|(?<![\w*])(\*)(?=[^\s*])([^*]{1,300})(?<=\S)\3(?![\w*])"
)
_LOW_LINES = re.compile(r"(?<![^\W_])(_{1,3})(?=[^\s_])([^_]{1,300})(?<=\S)\1(?![^\W_])")
_CODE = re.compile(r"`{1,2}([^`]{1,300})`{1,2}")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!,|~<>-])")


def unmarked(text: str) -> str:
    """Return a paragraph without the marks of emphasis, code and links, and without text that is struck out."""
    for marks, words in (
        (_FOOTNOTE, ""),
        (_NOTE_LINK, ""),
        (_LINK, r"\g<words>"),
        (_STRUCK, ""),
        (_CODE, r"\1"),
        (_STARS, r"\2\4"),
        (_LOW_LINES, r"\2"),
        (_STARS, r"\2\4"),
        (_ESCAPED, r"\1"),
    ):
        text = marks.sub(words, text)
    return text
