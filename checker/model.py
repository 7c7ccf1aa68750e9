"""What comes of judging records: what is said of policies and clauses, exceptions, and the report of a run.

LinkedRecord → PolicyResult → RecordReport → Report
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date
from enum import Enum, IntEnum
from typing import Any

from checker.frozen import frozen
from checker.record import Place, Problem, RecordRef, Unreadable


class Severity(IntEnum):
    """How much a policy matters; `--fail-on` compares by this order."""

    INFO = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    @property
    def label(self) -> str:
        """The name as policies and reports write it, in lower case."""
        return self.name.lower()


class Outcome(Enum):
    """What became of a policy on a record, or of a record, or of a file; ordered from best to worst."""

    PASS = "pass"
    """Every clause is true."""
    SKIP = "skip"
    """The policy's `when` is false, or it is not in force at the as-of date."""
    WAIVED = "waived"
    """It did not pass, and an exception that is in force says so."""
    KNOWN = "known"
    """It did not pass, and the baseline has it: it was so before."""
    INCOMPLETE = "incomplete"
    """No clause is false, but a fact that one needs is not recorded."""
    FAIL = "fail"
    """A clause is false."""
    ERROR = "error"
    """Arithmetic on extreme values: overflow, division by zero, a date out of range."""
    INVALID = "invalid"
    """The record fails its schema (or its id is not its own); no policy result is claimed for it."""
    UNREADABLE = "unreadable"
    """The file could not be read as records."""

    @property
    def rank(self) -> int:
        """0 for the best outcome, rising."""
        return _RANK[self]


_RANK = {outcome: number for number, outcome in enumerate(Outcome)}
FINDINGS = (Outcome.FAIL, Outcome.INCOMPLETE)
"""What can be waived, and what a baseline can hold: an error or an invalid record is no finding of a policy."""


@frozen
class Reference:
    """Where a rule comes from."""

    title: str
    section: str = ""
    url: str = ""
    as_of: str = ""
    status: str = ""
    """`verified`, `unverified` or `judgement`."""


@frozen
class PolicySummary:
    """What reports say of a policy."""

    id: str
    title: str
    severity: Severity
    applies_to: str
    """The kind of record that it judges."""
    rationale: str = ""
    remediation: str = ""
    references: tuple[Reference, ...] = ()
    tags: tuple[str, ...] = ()
    file: str = ""


@frozen
class Reason:
    """One step of an explanation: a sentence, the value it speaks of and its place, and what lies beneath it."""

    text: str
    place: Place | None = None
    path: str = ""
    """Dotted, beginning with the kind: `engagement.evidence[1].issued_on`; empty where no one value is meant."""
    value: Any = None
    """The value found, where one value is meant."""
    children: tuple[Reason, ...] = ()


@frozen
class Missing:
    """A fact that a policy needs and the record does not hold."""

    path: str
    """Dotted, beginning with the kind: `engagement.control.dismisses`."""
    title: str
    """The field's title in its schema."""
    description: str = ""
    allowed: tuple[str, ...] = ()
    """The values that the schema allows, where it lists them."""
    type: str = ""
    """What to write, where no values are listed: string, int, timestamp …; `record` where another record is wanted,
    and `more` where what is recorded does not suffice."""
    place: Place | None = None
    """The nearest parent that is recorded."""
    note: str = ""
    """More to say; of `record` and `more`, what is wanted, to follow the path in a sentence."""


@frozen
class Parameter:
    """A value that a pack or a policy names, and that a run may set differently."""

    name: str
    """Full: the id of its pack or policy, a dot, and its own name, as in `core.evidence_max_age_days`."""
    value: str
    """In force in this run, as text."""
    default: str
    says: str
    """What it means, in one sentence."""


@frozen
class Waiver:
    """An exception: somebody answers for a finding until a day, and somebody else has agreed."""

    policy: str
    """The id of a policy, or a glob over ids."""
    owner: str
    approved_by: str
    reason: str
    granted: date
    expires: date
    """The last day in force."""
    clause: int | None = None
    """The number of the clause that it is about; None where it is about the whole policy."""
    record: str = ""
    """The id of a record, or a glob over ids; empty where it is about a vendor."""
    vendor: str = ""
    """The id of a vendor: it is about the vendor's record, and about every record that refers to it."""
    ticket: str = ""
    place: Place | None = None
    """Where it stands in its file."""


class WaiverState(Enum):
    """What became of a waiver in a run."""

    USED = "used"
    """It is in force, and a finding rests on it."""
    UNUSED = "unused"
    """It is in force, and no finding of this run needs it."""
    EXPIRED = "expired"
    EARLY = "not yet granted"
    VOID = "void"
    """It breaks a rule, so that it counts for nothing."""


@frozen
class WaiverUse:
    """A waiver, and what became of it in a run."""

    waiver: Waiver
    state: WaiverState
    note: str = ""
    """Why it is void, expired or not needed, in a sentence's end; empty otherwise."""
    records: tuple[str, ...] = ()
    """The ids of the records with findings that rest on it, sorted."""
    days_left: int | None = None
    """How many days it stays in force after the as-of day; None where it is not in force."""


@frozen
class KnownFinding:
    """A finding as a baseline keeps it."""

    fingerprint: str
    kind: str
    record: str
    policy: str
    clause: str
    """The clause's expression."""
    outcome: Outcome


@frozen
class BaselineUse:
    """A baseline, and how far it agrees with a run."""

    file: str
    known: int
    """How many findings of the run are in it."""
    gone: tuple[KnownFinding, ...] = ()
    """Those of it that the run did not find, though it judged the record by the policy; or the record is no more."""
    unseen: int = 0
    """How many of it are about records or policies that took no part in the run."""


@frozen
class NotInForce:
    """A policy or a clause that asks for nothing on the as-of day."""

    policy: str
    clause: int | None
    """Its number, from 1; None where the whole policy is meant."""
    reason: str
    """For example `in force from 2027-01-01`."""


@frozen
class Source:
    """A file that the run rests on, by what it holds."""

    role: str
    """`record`, `policy`, `schema`, `waivers` or `baseline`."""
    file: str
    octets: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        """The digest of what it holds, made when a report asks for it."""
        from hashlib import sha256

        return sha256(self.octets).hexdigest()


@frozen
class Evidence:
    """A dated document that a record lists: a line of the evidence register."""

    path: str
    """Dotted, from the record's top: `evidence[0]`, `certifications[1]`."""
    id: str = ""
    """Its id or number; this and all that follows is empty where the record does not say it."""
    kind: str = ""
    issued_by: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    """The last day on which it counts."""
    supports: tuple[str, ...] = ()
    """The facts that it is evidence of."""
    file: str = ""

    def age(self, on: date) -> int | None:
        """How many days before `on` it was issued; negative where it is issued later, None where no date is known."""
        return None if self.issued_on is None else (on - self.issued_on).days

    def days_left(self, on: date) -> int | None:
        """How many days it counts after `on`; negative where it has expired, None where it has no end."""
        return None if self.expires_on is None else (self.expires_on - on).days


@frozen
class ClauseResult:
    """What became of one clause."""

    number: int
    """From 1, in the order of the policy; 0 is `when`."""
    text: str
    """The clause's expression as the policy has it."""
    outcome: Outcome
    message: str = ""
    """The policy author's sentence with its values filled in; empty where there is none."""
    reasons: tuple[Reason, ...] = ()
    missing: tuple[Missing, ...] = ()
    waiver: Waiver | None = None
    """The exception that it rests on; it is a finding still."""
    known: bool = False
    """Whether the baseline has it."""

    @property
    def counts_as(self) -> Outcome:
        """Its outcome, or that it is waived or known."""
        return Outcome.WAIVED if self.waiver else Outcome.KNOWN if self.known else self.outcome


@frozen
class PolicyResult:
    """What became of a policy on a record."""

    policy: PolicySummary
    outcome: Outcome
    reason: str = ""
    """Why it was skipped, or what the error was; empty otherwise."""
    clauses: tuple[ClauseResult, ...] = ()
    """Those that did not pass, in order; empty for pass and skip."""
    place: Place | None = None
    """Where to look first: the first value that decided, or the record itself."""
    notes: tuple[str, ...] = ()
    """Why a waiver that is about it does not count, a sentence each."""

    def marked(self, clauses: tuple[ClauseResult, ...], notes: tuple[str, ...] = ()) -> PolicyResult:
        """The result with these clauses: its outcome is the worst that is neither waived nor known."""
        outcome = max((clause.counts_as for clause in clauses), key=lambda each: each.rank)
        return PolicyResult(self.policy, outcome, self.reason, clauses, self.place, (*self.notes, *notes))


@frozen
class RecordReport:
    """A record with everything that was found about it."""

    ref: RecordRef
    outcome: Outcome
    """The worst of its results; `invalid` where it has problems."""
    results: tuple[PolicyResult, ...] = ()
    """One for every policy of its kind, sorted by policy id; empty for an invalid record."""
    problems: tuple[Problem, ...] = ()
    vendors: tuple[str, ...] = ()
    """The ids of the vendors that it refers to, sorted; its own id, of a vendor's record."""
    register: Callable[[], tuple[Evidence, ...]] = field(default=tuple, repr=False, compare=False)
    """Finds its evidence; few reports ask for it."""

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The dated documents that it lists; empty for an invalid record."""
        return self.register()


@frozen
class Report:
    """The result of a run. Sorted, so that the same inputs give the same report whatever their order."""

    version: str
    """Of checker."""
    as_of: date
    fail_on: Severity
    policies: tuple[PolicySummary, ...]
    records: tuple[RecordReport, ...]
    unreadable: tuple[Unreadable, ...] = ()
    files: int = 0
    """How many files were looked at."""
    parameters: tuple[Parameter, ...] = ()
    """Those of the policies' packs and of the policies, sorted by name."""
    waivers: tuple[WaiverUse, ...] = ()
    """Every waiver that was read, in the order of the file."""
    baseline: BaselineUse | None = None
    sources: tuple[Source, ...] = ()
    """The files that the run rests on, sorted by role and name."""
    not_in_force: tuple[NotInForce, ...] = ()
    """The policies and clauses of the run that ask for nothing on its day, sorted."""
    most_waiver_days: int | None = None
    """How long a waiver could last in the run; None where no waivers were read."""
    texts: Mapping[str, str] = field(default_factory=dict, compare=False)
    """The text of the records' files, by file, sensitive values masked; empty unless the format asks for it."""
    _counts: Counter[Outcome] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        counts = Counter(record.outcome for record in self.records)
        counts[Outcome.UNREADABLE] += len(self.unreadable)
        object.__setattr__(self, "_counts", counts)

    @property
    def counts(self) -> Mapping[Outcome, int]:
        """How many records came out how (and how many files were unreadable)."""
        return self._counts

    @property
    def failed(self) -> bool:
        """Whether the run fails: something unreadable or invalid, or a policy at or above `fail_on` not proved."""
        if self.unreadable:
            return True
        bad = (Outcome.FAIL, Outcome.INCOMPLETE, Outcome.ERROR)
        return any(
            record.outcome is Outcome.INVALID
            or any(r.outcome in bad and r.policy.severity >= self.fail_on for r in record.results)
            for record in self.records
        )
