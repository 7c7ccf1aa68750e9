"""Policy files to checked policies: every mistake of every file is found in one run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from checker.errors import PolicyError, UsageError
from checker.lang.compile import Facts, compile_facts, compile_policy
from checker.lang.document import decision_document, policy_document, rough_policy
from checker.lang.files import YamlFile, read_file
from checker.lang.packs import DecisionEntry, LoadedPack, home_of, load_pack, policy_files
from checker.lang.policy import CheckedDecision, CheckedPolicy, Pack, PolicySet
from checker.lang.settings import pack_settings, refuse_unknown, with_params
from checker.model import Parameter
from checker.schemas import Kinds
from checker.source import Diagnostic


def load_policies(paths: Sequence[Path], kinds: Kinds, params: Mapping[str, str] | None = None) -> PolicySet:
    """All policies under the given files and folders, sorted by id.

    `params` are values for parameters, by their full names (`core.evidence_max_age_days`). Raises PolicyError with
    every diagnostic of every file, and UsageError where a path does not exist, no policy is found at all, or a
    parameter does not exist or cannot have the value.
    """
    given = params or {}
    named = {file.resolve(): file for path in paths for file in policy_files(path)}
    files = sorted(named.values())
    if not files:
        looked = ", ".join(str(path) for path in paths)
        raise UsageError(f"No policies in {looked}. A policy is a file PACK/TOPIC/NAME.yaml; see docs/language.md.")
    diagnostics: list[Diagnostic] = []
    home_of_folder = {folder: home_of(folder) for folder in {file.parent for file in files}}
    homes = {file: home_of_folder[file.parent] for file in files}
    packs: dict[Path | None, LoadedPack] = {}
    facts: dict[Path | None, Facts] = {None: Facts()}
    parameters: dict[str, Parameter] = {}
    for home in sorted({home for home in homes.values() if home is not None}):
        facts[home] = Facts(complete=False)
        pack = load_pack(home, diagnostics)
        if pack is not None:
            packs[home] = pack
            settings = pack_settings(pack, given, diagnostics)
            parameters.update({each.name: each for each in settings.parameters})
            facts[home] = compile_facts(pack, kinds, settings, diagnostics)
    policies: list[CheckedPolicy] = []
    seen: dict[str, str] = {}
    decisions: list[CheckedDecision] = []
    tables = {file: source for pack in packs.values() for file, source in pack.decisions.items()}
    resolved = {file: path for path, file in named.items()}
    for file, its_home in homes.items():
        is_table = resolved[file] in tables
        formless: list[YamlFile] = []
        source = tables[resolved[file]] if is_table else read_file(file, "policy", diagnostics, formless)
        for rough in formless:
            its_facts = facts[its_home]
            compile_policy(rough, rough_policy(rough.value), None, its_facts, its_facts.settings, kinds, diagnostics)
        if source is None:
            continue
        if "decide" in source.value:
            _check_id(source, source.value["id"], file, its_home, seen, diagnostics)
            decisions.extend(_decision(source, its_home, facts[its_home], diagnostics))
            continue
        document = policy_document(source.value)
        _check_id(source, document.id, file, its_home, seen, diagnostics)
        its_pack = packs[its_home].document if its_home in packs else None
        settings = facts[its_home].settings
        settings = with_params(settings, source, document.id, document.params, given, diagnostics)
        parameters.update({each.name: each for each in settings.parameters})
        policy = compile_policy(source, document, its_pack, facts[its_home], settings, kinds, diagnostics)
        if policy is not None:
            policies.append(policy)
    if diagnostics:
        # Packs that extend one pack find the mistakes of its facts each.
        once = dict.fromkeys(diagnostics)
        raise PolicyError(sorted(once, key=lambda d: (d.file, d.position is not None, d.position, d.code)))
    refuse_unknown(given, parameters)
    shown = tuple(sorted((_pack(pack) for pack in packs.values()), key=lambda pack: pack.id))
    policies.sort(key=lambda policy: policy.summary.id)
    return PolicySet(
        tuple(policies),
        shown,
        tuple(sorted(decisions, key=lambda decision: decision.id)),
        tuple(sorted(parameters.values(), key=lambda each: each.name)),
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


def _pack(pack: LoadedPack) -> Pack:
    document = pack.document
    description = " ".join(document.description.split())
    return Pack(
        document.id,
        document.title,
        document.version,
        document.jurisdiction,
        description,
        " ".join(document.disclaimer.split()),
    )
