"""Numbers and addresses of the net: phones, record numbers, licences, plates, devices."""

from __future__ import annotations

import re
from random import Random

from evals.deid.document import Piece

_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_CODES = {
    "phone": (
        "PHONE",
        "(@##) @##-####;@##-@##-####;@##.@##.####;@## @## ####;+1 @##-@##-####;1-8##-@##-####;+44 20 7### ####;"
        "+49 30 @######;+33 1 4# ## ## ##;0@## @######;(0161) 4## ####;@#########;+91 9#### #####;@##/@##-####",
    ),
    "fax": ("FAX", "(@##) @##-####;@##-@##-####;@##.@##.####;+1 (@##) @##-####;+44 1### ######"),
    "pager": ("PHONE", "@##-####;#####;@##-@##-####;p#####;@###"),
    "ext": ("PHONE", "####;#####;x####;@-####"),
    "mrn": ("MRN", "#######;########;######;##-##-##;###-##-##;A######;MR########;X##-####-#;00#######;E#########"),
    "acct": ("ACCOUNT", "#########;############;AC-######;#####-###;H###########;V#########"),
    "policy": (
        "HEALTHPLAN",
        "XYZ#########;W#########;A##-######;###-##-####-A;1EG4-TE5-MK7#;@@@########;#########-01;GRP######",
    ),
    "ssn": ("SSN", "###-##-####;#########;### ## ####;***-**-####"),
    "license": ("LICENSE", "MD######;A#####;@@#######;D###-####-####;##-######;RN######"),
    "npi": ("ID", "1#########"),
    "plate": ("VEHICLE", "@@@ ####;@@@-####;#@@@###;@@##@@@;@@@####"),
    "vin": ("VEHICLE", "1HGCM8263#A######;5YJSA1E2#HF######;WBA3A5G5#DNP#####;JTDKN3DU#A#######"),
    "device": ("DEVICE", "SN-#######;@@@######H;#######;(01)0081##########(21)A####;@##@####;BXT-####-##;PJN######S"),
    "id": ("ID", "S##-#####;ACC-##-######;2#-######;@@##-###;CT-######;ED##########;B#######"),
    "ip": ("IP", "10.%.%.%;172.16.%.%;192.168.%.%;84.%.%.%;fe80::#a#c:##ff:fe##:##b#"),
    "zip": ("ZIP", "#####;#####-####"),
}


def code(kind: str, random: Random) -> list[Piece]:
    """A number of a kind: `#` is a digit, `@` a letter (in phones a digit from 2 to 9), `%` an octet."""
    label, shapes = _CODES[kind]
    numeric = label in ("PHONE", "FAX")

    def filled(match: re.Match[str]) -> str:
        match match.group():
            case "#":
                return random.choice("0123456789")
            case "@":
                return random.choice("23456789" if numeric else _LETTERS)
            case _:
                return str(random.randint(1, 254))

    return [Piece(re.sub("[#@%]", filled, random.choice(shapes.split(";"))), label)]


KINDS = tuple(_CODES)


def email(random: Random, given: str, surname: str, host: str) -> list[Piece]:
    """A mail address made of a person's name."""
    first, last = (re.sub("[^a-z]", "", part.lower()) or "x" for part in (given, surname))
    local = random.choice((f"{first}.{last}", f"{first[0]}{last}", f"{last}{random.randint(1, 99)}"))
    return [Piece(f"{local}@{host}.{random.choice(('org', 'com', 'co.uk', 'net', 'edu', 'de'))}", "EMAIL")]


def url(random: Random, host: str) -> list[Piece]:
    """An address of a page, with or without scheme."""
    number = random.randint(10**4, 10**7)
    tail = random.choice(("", "/portal", f"/p/{number}", f"/results?id={number}"))
    start, end = random.choice(("https://", "http://www.", "www.")), random.choice(("org", "com", "net"))
    return [Piece(f"{start}{host}.{end}{tail}", "URL")]
