"""What came of mutants, for `checker test --mutate` to render."""

from __future__ import annotations

from checker.frozen import frozen
from checker.mutation.equivalents import Equivalent
from checker.mutation.mutant import Mutant


@frozen
class Tried:
    """A mutant, and what noticed it."""

    mutant: Mutant
    killer: str = ""
    """The case that noticed it, with its policy; empty where none did."""
    equivalent: Equivalent | None = None
    """The entry that says that nothing can notice it."""

    @property
    def survives(self) -> bool:
        """Whether no case notices it, and nobody has said why none could."""
        return not self.killer and self.equivalent is None


@frozen
class Stale:
    """An entry of equivalents.yaml that does not hold."""

    entry: Equivalent
    why: str


@frozen
class MutationReport:
    """Every mutant of a run, in the order of the policies' files."""

    tried: tuple[Tried, ...]
    stale: tuple[Stale, ...] = ()

    @property
    def survivors(self) -> tuple[Tried, ...]:
        """Those that no case notices."""
        return tuple(each for each in self.tried if each.survives)

    @property
    def equivalent(self) -> int:
        """How many are listed as equivalent, and not noticed."""
        return sum(not each.killer and each.equivalent is not None for each in self.tried)

    @property
    def counted(self) -> int:
        """How many a test could notice."""
        return len(self.tried) - self.equivalent

    @property
    def killed(self) -> int:
        """How many of those the cases notice."""
        return sum(bool(each.killer) for each in self.tried)
