"""Words beside a public code: a terminology's own words name nobody, but a sender may have changed them."""

from __future__ import annotations

import re

LONGEST = 200

_PERSONAL = re.compile(
    r"@|://|www\."
    r"|\d{7}|\d{3}[-. ]\d{2,3}[-. ]\d{4}|\(\d{3}\)"
    r"|\b\d{1,4}[/-]\d{1,2}[/-]\d{1,4}\b"
    r"|\b(?:Dr|Mr|Mrs|Ms|Miss|Prof|Sr|Sra|Pt|Patient)\b\.?:? +[A-Z]"
    r"|\b(?:MRN|SSN|DOB|NPI)\b"
)


def is_plain(display: str) -> bool:
    """True if nothing in the words looks like a person, a number of one, a date or an address on the net.

    A name alone is not seen here: `Mentions` knows those of the record.
    """
    return 0 < len(display) <= LONGEST and _PERSONAL.search(display) is None
