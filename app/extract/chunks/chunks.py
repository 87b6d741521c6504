"""The groups of a sentence."""

from app.extract.chunks.joints import joint
from app.extract.chunks.noun_groups import noun_group
from app.extract.chunks.verb_groups import verb_group
from app.extract.groups import Group
from app.extract.tokens import Token


def chunks(tokens: list[Token]) -> list[Group]:
    """Return the groups of a sentence. Every token is in one of them."""
    groups: list[Group] = []
    at = 0
    while at < len(tokens):
        group = joint(tokens, at) or verb_group(tokens, at, groups) or noun_group(tokens, at, groups)
        groups.append(group)
        at += len(group.tokens)
    return groups
