"""Stand-ins for the `tesseract` program: slow, faulty, or without Vietnamese."""

from __future__ import annotations

from pathlib import Path

import pytest

_ANSWERS = """\
#!/bin/sh
case "$1" in
--version) echo "tesseract 5.0.0"; exit ;;
--list-langs) printf 'List of available languages in "/x/" (1):\\n{languages}'; exit ;;
esac
{reading}
"""
VIETNAMESE = "eng\\nvie\\n"


def install(folder: Path, patch: pytest.MonkeyPatch, *, languages: str = VIETNAMESE, reading: str = "exit 1") -> None:
    """Put a program named tesseract first on the PATH; `reading` is the shell's line for a picture."""
    program = folder / "tesseract"
    program.write_text(_ANSWERS.format(languages=languages, reading=reading), encoding="utf-8")
    program.chmod(0o755)
    patch.setenv("PATH", f"{folder}:/usr/bin:/bin")
