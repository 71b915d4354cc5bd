"""Likely misspelt addresses: what somebody who typed `gmial.com` probably meant.

1. Only servers that very many people write to are known here; an address at one of them, or at any server that is
   not one letter away from them, is left alone.
2. One letter too many, too few, another, or two letters swapped; or the right name with an ending that is none.
3. It is a guess. It is shown, a person decides, and what they leave as it is, is sent as it is.
"""

# Where most people have their address. Those that are one letter from another one stand here too, so as not to be
# taken for it.
_WELL_KNOWN = """
    gmail.com googlemail.com mail.com email.com ymail.com
    outlook.com outlook.fr hotmail.com hotmail.ca hotmail.fr hotmail.co.uk live.com live.ca live.fr msn.com
    yahoo.com yahoo.ca yahoo.fr yahoo.co.uk rocketmail.com aol.com icloud.com me.com mac.com
    proton.me protonmail.com tutanota.com fastmail.com posteo.de mailbox.org gmx.com gmx.net gmx.de gmx.fr web.de
    orange.fr free.fr wanadoo.fr laposte.net sfr.fr bbox.fr neuf.fr
    telus.net shaw.ca rogers.com bell.net sympatico.ca videotron.ca
"""
_SERVERS = frozenset(_WELL_KNOWN.split())
_MISTAKABLE = sorted(server for server in _SERVERS if len(server.partition(".")[0]) > 3)
_NO_ENDINGS = {"con", "cmo", "ocm", "comm", "vom", "xom", "cim", "om", "cm"}  # .co is Colombia's


def meant(address: str) -> str | None:
    """Return the address probably meant by one in lower case; None where there is no reason to doubt it."""
    local, _, server = address.rpartition("@")
    if server in _SERVERS:
        return None
    name, _, ending = server.rpartition(".")
    if ending in _NO_ENDINGS and f"{name}.com" in _SERVERS:
        return f"{local}@{name}.com"
    instead = next((known for known in _MISTAKABLE if _one_slip(server, known)), None)
    return f"{local}@{instead}" if instead else None


def _one_slip(one: str, other: str) -> bool:
    """Tell whether one letter too many, too few, another, or two swapped make one word of the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    begin = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    rest, wanted = one[begin:], other[begin:]
    return wanted in (rest[1:], rest[1::-1] + rest[2:]) or wanted[1:] in (rest, rest[1:])
