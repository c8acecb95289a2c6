"""What a mapping gives and what the writer takes. Plain values, ready for the database."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from offers.lifecycle import State


class Code(StrEnum):
    """Why an offer is refused, by the public API's stable codes; the last ones are remarks on offers taken."""

    WRONG_DATA = "WRONG_DATA"
    GEOLOCATION_NOT_FOUND = "GEOLOCATION_NOT_FOUND"
    EXPIRED = "EXPIRED"
    DUPLICATE = "DUPLICATE"
    STAGE = "STAGE"
    FULL_TIME = "FULL_TIME"
    # Remarks of our own
    SIRET_IGNORED = "SIRET_IGNORED"
    ROME_NOT_FOUND = "ROME_NOT_FOUND"
    CFA = "CFA"
    WITHDRAWN = "WITHDRAWN"
    FILE = "FILE"


class RefusedError(ValueError):
    """An item that cannot become an offer: a stable code, and the sentence that its sender reads."""

    def __init__(self, code: Code, sentence: str):
        super().__init__(sentence)
        self.code, self.sentence = code, sentence


@dataclass(frozen=True)
class Remark:
    """Something to tell the sender about an offer that was taken all the same."""

    code: Code
    sentence: str


@dataclass(frozen=True)
class SiteRecord:
    commune_code: str
    longitude: float
    latitude: float
    address: str = ""
    is_exact: bool = False


@dataclass
class OfferRecord:
    """An offer as its source gives it; the fields are those of ``models.Offer``."""

    source: str
    source_id: str
    employer_name: str
    title: str
    description: str  # made safe by ``descriptions.safe_html``
    sites: list[SiteRecord]
    published_at: datetime | None  # None: when it is first written
    closes_on: date
    source_label: str = ""
    is_fictional: bool = False
    siret: str = ""
    employer_description: str = ""
    employer_website: str = ""
    rome_codes: list[str] = field(default_factory=list)
    level: int | None = None
    diploma: str = ""
    desired_skills: list[str] = field(default_factory=list)
    taught_skills: list[str] = field(default_factory=list)
    access_conditions: list[str] = field(default_factory=list)
    contract_kinds: list[str] = field(default_factory=lambda: ["apprentissage"])
    start_kind: str = "flexible"
    starts_on: date | None = None
    months: int | None = None
    rhythm: str = ""
    openings: int = 1
    weekly_hours: Decimal | None = None
    remote: str = ""
    minimum_age: int | None = None
    welcomes_disabled: bool | None = None
    needs_licence: bool | None = None
    housing: str = ""
    transport: str = ""
    apply_url: str = ""
    apply_email: str = ""
    apply_phone: str = ""
    state: State = State.OPEN
    remarks: list[Remark] = field(default_factory=list, repr=False)

    @property
    def fingerprint(self) -> str:
        """32 hexadecimal digits that change with any value of the record."""
        return hashlib.blake2b(repr(self).encode(), digest_size=16).hexdigest()


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    WITHHELD = "withheld"
    REFUSED = "refused"


@dataclass(frozen=True)
class WriteResult:
    """What became of a record. ``offer_id`` is None when the database refused it, and ``sentence`` then says why."""

    outcome: Outcome
    offer_id: int | None = None
    sentence: str = ""
