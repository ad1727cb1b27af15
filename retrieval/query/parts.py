"""The parts of a question, each of which can be searched for and answered alone.

"What is the risk of stroke in AF, and does apixaban lower it?" asks two things, and hardly a sentence answers both. A
part begins where a new question does: at a question word or an auxiliary in front of its subject, behind a question
mark, a semicolon, a comma or "and". No parser, no model: in doubt the question stays whole.
"""

from __future__ import annotations

import re
from itertools import pairwise

from retrieval.sentences import split

_ASKED = r"(?:is|are|was|were|does|do|did|can|could|should|will|would|has|have)"
_ASKING = rf"(?:what|which|how|who|why|(?:when|where)(?=\s+{_ASKED}\b))"
"""Without "When a patient has AF, …", which opens a clause."""
_OPENING = rf"(?:{_ASKING}(?!\s+(?:is|are)\s+called)|{_ASKED})"
_BEFORE_SUBJECT = (
    r"(?:(?:is|are|was|were)(?!\s+(?:older|younger|on|in|at|under|over|not|also|more|less|able|being|taking|aged|given|now"
    r"|known|treated|\d+|\w+ing)\b)|does|do|did|can|could|should|will|would)"
)
"""An auxiliary in front of its subject, not a further verb of "who are …, are older than 75, and have …"."""
_BOUNDARY = re.compile(
    rf"\?\s+(?:(?:and|also)\s+)*(?={_OPENING}\b)"
    rf"|;\s+(?:(?:and|also)\s+)*(?={_OPENING}\s+\w)"
    rf"|,\s+(?:(?:and|also)\s+)+(?=(?:{_ASKING}|{_BEFORE_SUBJECT})\s+\w)"
    r"|,\s+(?=(?:what|how|why|which\s+(?!is|are|was|were|has|have|can|may|do|does)\w+\s+\w+|do|does|did|should)\s+\w)"
    r"|\s+and\s+(?:also\s+)?(?=(?:what(?!\s+is\s+called)|how|which\s+\w+|does|do|did|can|could|should|will|would)\s)",
    re.IGNORECASE,
)
_OPENS = re.compile(rf"(?:^|[.:,]\s+){_OPENING}\b", re.IGNORECASE)
"""Behind a sentence or two about the patient, or "In adults with AF,"."""
_PRONOUN = re.compile(r"\b(?:it|them|they|(?:this|that|these|those)(?=\s*$|[,;.]))(?![\w'-])", re.IGNORECASE)
_ITS = re.compile(r"\b(?:its|their)\b", re.IGNORECASE)
_LEAD = re.compile(
    rf"(?:(?:what|which|who|why|when|where|how(?:\s+(?:common|often|likely|high|large|great|frequent|many|much))?)\s+)?"
    rf"{_ASKED}\s+",
    re.IGNORECASE,
)
"""What opens a question, up to what it is about."""
_SAYS = re.compile(
    r"\s+(?:rais|increas|lower|reduc|decreas|prevent|caus|improv|worsen|affect|chang|predict|protect|help|lead|mean"
    r"|associated|linked|related|safe\b|effective|better|worse|a\s+(?:risk\s+)?factor|recommended|indicated).*$",
    re.IGNORECASE,
)
"""What a question of yes or no says of its subject."""
_YES_NO = re.compile(rf"{_ASKED}\b", re.IGNORECASE)
_EMPTY = frozenset(
    "what which how who why when where this that these those they them with from does have will would could should "
    "patient patients much many often there here about".split()
)


def parts(question: str) -> tuple[str, ...]:
    """The parts of `question` in order, a pronoun for what an earlier part is about written out.

    A question of one part is returned as it is, and so is one of which a part says too little to stand alone.
    """
    cuts = [match.end() for match in _BOUNDARY.finditer(question)]
    if cuts and not _OPENS.search(question[: cuts[0]]):
        cuts = cuts[1:]  # what stands before the first question goes with it
    found = [_bare(question[start:end]) for start, end in pairwise([0, *cuts, len(question)])]
    if len(found) < 2:
        return (question,)
    written = [found[0]]
    for part in found[1:]:
        written.append(_written_out(part, _subject(written[0])))
    return tuple(written) if all(_says_enough(part) for part in written) else (question,)


def bare_question(text: str) -> str:
    """`text` without what is told around its questions, as of the patient; all of it, if no sentence asks."""
    sentences = [text[start:end] for start, end in split(text)]
    return " ".join(one for one in sentences if one.rstrip().endswith("?")) or text


def _bare(part: str) -> str:
    """Without the marks and the "and" that lead to the next part."""
    return re.sub(r"[\s,;?]+(?:and|also|[\s,;?])*$", "", f"{part} ", flags=re.IGNORECASE).strip()


def _subject(part: str) -> str:
    """What a part is about: "the risk of stroke in AF" of "What is the risk of stroke in AF"."""
    opened = list(_OPENS.finditer(part))
    asked = part[opened[-1].start() :].lstrip(".:, ") if opened else part
    about = _LEAD.sub("", asked, count=1)
    about = re.sub(r"\s+be\s+\w+.*$", "", about)  # "should apixaban be stopped" is about apixaban
    return _SAYS.sub("", about) if _YES_NO.match(asked) else about


def _written_out(part: str, subject: str) -> str:
    if not subject:
        return part
    part = _ITS.sub(lambda _: f"{subject}'s", part, count=1)
    return _PRONOUN.sub(lambda _: subject, part, count=1)


def _says_enough(part: str) -> bool:
    return any(word.lower() not in _EMPTY for word in re.findall(r"\w{4,}|[A-Z][A-Z0-9]+", part))
