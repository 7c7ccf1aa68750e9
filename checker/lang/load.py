"""Policy files to checked policies: every mistake of every file is found in one run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from checker.errors import PolicyError, UsageError
from checker.lang.compile import Facts, compile_facts, compile_policy, reference
from checker.lang.document import decision_document, policy_document, rough_policy
from checker.lang.files import YamlFile, read_file
from checker.lang.homes import home_of
from checker.lang.packs import DecisionEntry, LoadedPack, load_pack, policy_files
from checker.lang.policy import CheckedDecision, CheckedPolicy, DataTable, Pack, PolicySet
from checker.lang.settings import Settings, pack_settings, refuse_unknown, with_params
from checker.model import Parameter
from checker.schemas import Kinds
from checker.source import Diagnostic


def load_policies(paths: Sequence[Path], kinds: Kinds, params: Mapping[str, str] | None = None) -> PolicySet:
    """All policies under the given files and folders, sorted by id.

    `params` are values for parameters, by their full names (`core.evidence_max_age_days`). Raises PolicyError with
    every diagnostic of every file, and UsageError where a path does not exist, no policy is found at all, or a
    parameter does not exist or cannot have the value.
    """
    named = {file.resolve(): file for path in paths for file in policy_files(path)}
    if not named:
        looked = ", ".join(str(path) for path in paths)
        raise UsageError(f"No policies in {looked}. A policy is a file PACK/TOPIC/NAME.yaml; see docs/language.md.")
    loading = _Loading(kinds, params or {})
    home_of_folder = {folder: home_of(folder) for folder in {file.parent for file in named.values()}}
    for home in sorted({home for home in home_of_folder.values() if home is not None}):
        loading.pack(home)
    for resolved, file in sorted(named.items(), key=lambda each: each[1]):
        loading.file(file, resolved, home_of_folder[file.parent])
    return loading.policy_set()


class _Loading:
    """What has been loaded so far, and every mistake that was met."""

    def __init__(self, kinds: Kinds, given: Mapping[str, str]) -> None:
        self.kinds = kinds
        self.given = given
        self.diagnostics: list[Diagnostic] = []
        self.packs: dict[Path, LoadedPack] = {}
        self.facts: dict[Path | None, Facts] = {None: Facts()}
        self.tables: dict[Path, YamlFile | None] = {}
        """The files of decision tables, which have been read with their packs."""
        self.parameters: dict[str, Parameter] = {}
        self.policies: list[CheckedPolicy] = []
        self.decisions: list[CheckedDecision] = []
        self.seen: dict[str, str] = {}
        """Ids, each with the file that has it."""

    def pack(self, home: Path) -> None:
        """A pack with its parameters, tables and facts."""
        self.facts[home] = Facts(complete=False)
        pack = load_pack(home, self.diagnostics)
        if pack is not None:
            self.packs[home] = pack
            self.tables.update(pack.decisions)
            settings = pack_settings(pack, self.given, self.diagnostics)
            self.parameters.update({each.name: each for each in settings.parameters})
            self.facts[home] = compile_facts(pack, self.kinds, settings, self.diagnostics)

    def file(self, file: Path, resolved: Path, home: Path | None) -> None:
        """A policy or a decision table; of one that lacks its form, the expressions are checked all the same."""
        facts = self.facts[home]
        formless: list[YamlFile] = []
        is_table = resolved in self.tables
        source = self.tables[resolved] if is_table else read_file(file, "policy", self.diagnostics, formless)
        for rough in formless:
            document = rough_policy(rough.value)
            compile_policy(rough, document, None, facts, facts.settings, self.kinds, self.diagnostics)
        if source is None:
            return
        _check_id(source, source.value["id"], file, home, self.seen, self.diagnostics)
        if "decide" in source.value:
            self.decisions.extend(_decision(source, home, facts, self.diagnostics))
        else:
            self.policy(source, self.packs.get(home) if home else None, facts)

    def policy(self, source: YamlFile, pack: LoadedPack | None, facts: Facts) -> None:
        """A policy that has its form."""
        document = policy_document(source.value)
        settings = with_params(facts.settings, source, document.id, document.params, self.given, self.diagnostics)
        self.parameters.update({each.name: each for each in settings.parameters})
        about = pack.document if pack else None
        policy = compile_policy(source, document, about, facts, settings, self.kinds, self.diagnostics)
        if policy is not None:
            self.policies.append(policy)

    def policy_set(self) -> PolicySet:
        """Everything, sorted. Raises PolicyError where there was a mistake."""
        if self.diagnostics:
            # Packs that extend one pack find the mistakes of its facts each.
            once = dict.fromkeys(self.diagnostics)
            raise PolicyError(sorted(once, key=lambda d: (d.file, d.position is not None, d.position, d.code)))
        refuse_unknown(self.given, self.parameters)
        packs = [_pack(pack, self.facts[home].settings) for home, pack in self.packs.items()]
        return PolicySet(
            tuple(sorted(self.policies, key=lambda policy: policy.summary.id)),
            tuple(sorted(packs, key=lambda pack: pack.id)),
            tuple(sorted(self.decisions, key=lambda decision: decision.id)),
            tuple(sorted(self.parameters.values(), key=lambda each: each.name)),
            tuple(sorted({source.home for pack in self.packs.values() for source in pack.sources})),
        )


def _decision(
    source: YamlFile, home: Path | None, facts: Facts, diagnostics: list[Diagnostic]
) -> Iterator[CheckedDecision]:
    """The decision table of a file, checked with the facts of its pack; none where something is wrong with it."""
    if home is None:
        message = "the outcome of a decision table is a fact of its pack, and there is no pack.yaml above this file"
        diagnostics.append(source.diagnostic("L025", ("id",), message))
        return
    entry = DecisionEntry(source, decision_document(source.value))
    kind = entry.document.applies_to
    known = facts.by_kind.get(kind, {})
    if entry.name in known:
        fact, values = known[entry.name], facts.settings.values
        yield CheckedDecision(entry.document.id, entry.document.title, kind, source.name, fact, known, values)


def _check_id(
    source: YamlFile, id_: str, file: Path, home: Path | None, seen: dict[str, str], diagnostics: list[Diagnostic]
) -> None:
    if id_ in seen:
        diagnostics.append(source.diagnostic("L020", ("id",), f"{seen[id_]} has the id {id_} too"))
    seen.setdefault(id_, source.name)
    if home is None:
        wanted, shown = file.stem, id_.rpartition("/")[2]
    else:
        wanted, shown = "/".join((home.resolve().name, *file.absolute().relative_to(home).with_suffix("").parts)), id_
    if wanted != shown:
        message = f"the path says {wanted}, the id says {shown}; rename one of them"
        diagnostics.append(source.diagnostic("L021", ("id",), message))


def _pack(pack: LoadedPack, settings: Settings) -> Pack:
    document = pack.document
    return Pack(
        document.id,
        document.title,
        document.version,
        document.jurisdiction,
        " ".join(document.description.split()),
        " ".join(document.disclaimer.split()),
        tuple(map(reference, document.sources)),
        document.extends,
        tuple(DataTable(table.name, table.title, reference(table.source)) for table in settings.tables),
    )
