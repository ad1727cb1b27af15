"""Detectors, one concept a file; `RULES` are those that need no model."""

from __future__ import annotations

from copilot.deid.recognizers.addresses import Addresses
from copilot.deid.recognizers.ages import LoneAges, OldAges
from copilot.deid.recognizers.base import Recognizer
from copilot.deid.recognizers.dates import Dates
from copilot.deid.recognizers.devices import Devices
from copilot.deid.recognizers.facilities import Facilities
from copilot.deid.recognizers.forces import Forces
from copilot.deid.recognizers.gazetteer import NameList, PlaceList
from copilot.deid.recognizers.headers import Headers
from copilot.deid.recognizers.ids import LabelledIds
from copilot.deid.recognizers.initials import Initials
from copilot.deid.recognizers.kinship import Kinship
from copilot.deid.recognizers.logins import Logins
from copilot.deid.recognizers.lone import LoneCapitals
from copilot.deid.recognizers.numbers import LongNumbers
from copilot.deid.recognizers.particles import Particles
from copilot.deid.recognizers.phones import Phones
from copilot.deid.recognizers.signatures import Signatures
from copilot.deid.recognizers.spelt import Spelt
from copilot.deid.recognizers.spoken import SpokenNumbers
from copilot.deid.recognizers.ssn import SocialSecurity
from copilot.deid.recognizers.subjects import Subjects
from copilot.deid.recognizers.surname_first import SurnameFirst
from copilot.deid.recognizers.titles import Titles
from copilot.deid.recognizers.unknown import Unknown
from copilot.deid.recognizers.vehicles import Vehicles
from copilot.deid.recognizers.web import Web

RULES: tuple[type[Recognizer], ...] = (
    *(LabelledIds, SocialSecurity, Phones, LongNumbers, SpokenNumbers, Vehicles, Devices, Web),
    *(Dates, OldAges, LoneAges, Addresses, Facilities, Forces),
    *(Titles, Headers, Kinship, Signatures, Initials, Spelt),
    *(SurnameFirst, Particles, Subjects, Logins, LoneCapitals),
    *(NameList, PlaceList, Unknown),
)

__all__ = ["RULES", "Recognizer"]
