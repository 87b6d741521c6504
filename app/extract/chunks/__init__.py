"""Stage 7: the groups of a sentence, read from left to right, the longest at each place.

A word that may be a noun or a verb is one by what stands before and after it: "reports" in "it reports a fall" and
"300 reports". No group is read twice, so that the work grows with the length of the sentence.
"""

from app.extract.chunks.chunks import chunks

__all__ = ["chunks"]
