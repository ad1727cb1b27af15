"""Numbers of the test family: other shapes than those of the development families."""

from __future__ import annotations

import re
from random import Random

from evals.deid.document import NEUTRAL, Piece
from evals.deid.people import Person
from evals.deid.vocabulary import plain

_DIGITS = "zero one two three four five six seven eight nine".split()
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_SHAPES: dict[str, tuple[str, str]] = {
    "phone": (
        "PHONE",
        "(N##)N##-####;N## N## ####;1-N##-N##-####;1 N## N## ####;+1.N##.N##.####;(N##) N## ####;"
        "N##-N##-####;N##-N##-####;(N##) N##-####;00 44 1## ### ####;+44 (0)20 7### ####;07### ######;"
        "+61 4## ### ###;04## ### ###;+234 80# ### ####;+52 55 #### ####;+353 (0)1 ### ####;02 9### ####;"
        "N##-####;+63 9## ### ####;N##.N##.####;+1N##N######",
    ),
    "ext": ("PHONE", "x-####;ext |#####;*####;#-####;x#####"),
    "fax": ("FAX", "(N##)N##-####;N##-N##-####;1-N##-N##-####;+44 (0)1## ### ####;N## N## ####;N##.N##.####"),
    "mrn": (
        "MRN",
        "##-##-##-##;PAT-00#####;#######-#;HN##/######;ZZ ## ## ## A;K00#####;### ### ####;@@######;2########;#####",
    ),
    "acct": (
        "ACCOUNT",
        "FIN10########;20##-####-####;CSN |300#####;INV-20##-00###;V00########;#### #### ##;HAR |#######",
    ),
    "policy": (
        "HEALTHPLAN",
        "@########-0#;#A@#-A@#-A@##;9#######@;@@@00#######;R########;##########A;MBR-####-####-##;00#####-#####",
    ),
    "ssn": ("SSN", "###.##.####;###-##-####;### ## ####;@@ ## ## ## C;XXX-XX-####;xxx-xx-####;#########"),
    "license": (
        "LICENSE",
        "@@#######;####-##-###;S###-####-####;0##.######;RN-#####-@@;@####-#####-#####;##@@####",
    ),
    "npi": ("ID", "1#########"),
    "plate": ("VEHICLE", "@@## @@@;#@@@###;@@@ ##@;@@@-##-@@;#####@@;@@ #### @"),
    "vin": ("VEHICLE", "2T1BURHE#JC######;WVWZZZ1K#AW######;3FA6P0HD#ER######;KMHD84LF#HU######"),
    "device": (
        "DEVICE",
        "#@-00###-##;NKP######H;8GK#@@;(01)00643169######(21)@@@######;AJ#####-##;00:1B:44:##:3A:B#;V4##-@@-####",
    ),
    "id": (
        "ID",
        "20##-ME-0###;R-####-0#;0##-00##;##-######;S##-#####;TX-0##-###;W#### ## ######;CAD |########;"
        "@@@-####-@#;#######-##",
    ),
    "ip": ("IP", "10.%.%.%;192.168.%.%;203.0.%.%;2001:db8:#a##::#f#"),
    "zip": ("ZIP", "#####;#####;#####-####"),
    "ukzip": ("ZIP", "@## #@@;@@# #@@;@@## #@@"),
    "cazip": ("ZIP", "@#@ #@#"),
    "auzip": ("ZIP", "2###;3###;4###"),
}
KINDS = tuple(_SHAPES)


def code(kind: str, random: Random) -> list[Piece]:
    """A number of a kind, perhaps after what it is called.

    In a shape `#` is a digit, `N` one from 2 to 9 (phones), `@` a letter, `%` an octet; before a bar stands a name.
    """
    label, shapes = _SHAPES[kind]
    before, _, shape = random.choice(shapes.split(";")).rpartition("|")
    name = [Piece(before, NEUTRAL)] if before else []
    if kind == "phone" and random.random() < 0.04:
        return [Piece(" ".join(random.choice(_DIGITS) for _ in range(10)), label)]
    marks = "[#N%]" if label in ("PHONE", "FAX") else "[#@%]"
    return [*name, Piece(re.sub(marks, lambda match: _filled(match.group(), random), shape), label)]


def email(owner: Person, host: str, random: Random) -> list[Piece]:
    """A mail address, written or dictated."""
    first, last = (re.sub("[^a-z]", "", plain(part).lower()) or "mail" for part in (owner.given, owner.surname))
    local = random.choice(
        (f"{first}_{last}", f"{last}.{first[0]}", f"{first}{random.randint(60, 99)}", f"{first}-{last}")
    )
    end = random.choice(("org", "com", "health", "nhs.uk", "co.nz", "edu.au", "ca"))
    if random.random() < 0.08:
        return [Piece(f"{first} dot {last} at {host} dot com", "EMAIL")]
    return [Piece(f"{local}@{host}.{end}", "EMAIL")]


def url(host: str, random: Random) -> list[Piece]:
    """An address of a page."""
    token = "".join(random.choice("abcdefghkmnpqrstuvwxyz23456789") for _ in range(7))
    tail = random.choice(
        (f"/visit/{token}", f"/u/{token}", f"?mrn={random.randint(10**5, 10**6)}", "", f"/join/{token}")
    )
    start = random.choice(("https://my.", "https://", "http://portal.", "www."))
    return [Piece(f"{start}{host}.{random.choice(('org', 'health', 'ca'))}{tail}", "URL")]


def _filled(mark: str, random: Random) -> str:
    match mark:
        case "#":
            return random.choice("0123456789")
        case "N":
            return random.choice("23456789")
        case "@":
            return random.choice(_LETTERS)
        case _:
            return str(random.randint(1, 254))
