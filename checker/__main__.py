"""The command `checker`, and `python -m checker`."""

from __future__ import annotations

import gc


def run() -> None:
    """Loads the command line and hands over to it; looking for cyclic garbage meanwhile would find none."""
    gc.disable()
    from checker.cli import main

    main(prog_name="checker")


if __name__ == "__main__":
    run()
