"""Signs that turn the direction of what follows them, within a line: what a phrase opens ends with it (rule 1)."""

_EMBEDS = frozenset("\u202a\u202b\u202d\u202e")  # each until a POP
_ISOLATES = frozenset("\u2066\u2067\u2068")  # each until a BACK, whatever was opened within
_POP, _BACK = "\u202c", "\u2069"


def left_open(text: str) -> str:
    """Return the signs that end every turn of direction a text leaves open, in order; nearly always none."""
    opened: list[str] = []
    for sign in text:
        if sign in _EMBEDS:
            opened.append(_POP)
        elif sign in _ISOLATES:
            opened.append(_BACK)
        elif sign == _POP and opened and opened[-1] == _POP:
            opened.pop()
        elif sign == _BACK and _BACK in opened:
            while opened.pop() != _BACK:
                pass
    return "".join(reversed(opened))
