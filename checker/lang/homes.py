"""Which pack a folder belongs to."""

from __future__ import annotations

from pathlib import Path


def home_of(folder: Path) -> Path | None:
    """The folder of the pack that the policies of a folder belong to: the nearest one, upwards, with a pack.yaml."""
    here = folder.absolute()
    return next((each for each in (here, *here.parents) if (each / "pack.yaml").is_file()), None)
