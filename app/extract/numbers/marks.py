"""Footnote marks, which are not part of the number before them: "2,242*", "2,242[1]"."""

import re

_RAISED = r"[⁰¹²³⁴-⁹⁽⁾ᵃᵇᶜᵈᵉ]+(?:,(?=[¹²³⁴-⁹]))?"
_STARS = r"\s?\*{1,3}(?![\w*]|\s?[\d(£])"
_DAGGERS = r"\s?[†‡§¶]+"
_BRACKETED = r"\s?\[(?:note\s)?(?:\d{1,3}|[a-z])\]|\(\d\)"
_MARK = re.compile(rf"(?:{_RAISED}|{_STARS}|{_DAGGERS}|{_BRACKETED})+")


def end_of_mark(text: str, end: int) -> int:
    """Return the end of the footnote mark at character ``end`` of ``text``, or ``end`` if there is none."""
    mark = _MARK.match(text, end)
    return end if mark is None else mark.end()
