"""Turns a brand's SVG into a picture, in a process of its own: a drawing is a program, and may be a hostile one."""

from __future__ import annotations

import importlib.util
import resource
import subprocess
import sys
import zlib
from pathlib import Path

from listings.errors import ToolMissing, Unreadable

SUFFIXES = frozenset({".svg", ".svgz"})
# A logo with everything in it has some 100 KB; photographs embedded in an SVG belong in a picture file.
MOST_BYTES = 8 * 1024 * 1024
WIDTH = 1024
# Drawing a logo takes 0.1 s. What repeats itself a million times is ended, whatever it is.
MOST_SECONDS = 20
MOST_MEMORY = 1 << 30
LIBRARY = "resvg_py"
_ROOT = Path(__file__).resolve().parent.parent.parent
_GZIP = b"\x1f\x8b"


def render_drawing(content: bytes) -> bytes:
    """Give an SVG (or compressed SVG) as PNG on white, 1024 pixels wide. Files that it names are not opened.

    Raises:
        Unreadable: with reason image_too_large, image_broken or timed_out.
        ToolMissing: the library is not installed.
    """
    if importlib.util.find_spec(LIBRARY) is None:
        raise ToolMissing("SVG cannot be drawn: resvg-py is not installed", remedy="install it, or save it as PNG")
    command = [sys.executable, "-m", "detectors.images.drawing"]
    try:
        done = subprocess.run(
            command, input=_unpacked(content), capture_output=True, timeout=MOST_SECONDS, check=False, cwd=_ROOT
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable("timed_out", f"the drawing was not finished within {MOST_SECONDS} s") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise Unreadable("image_broken", f"cannot be drawn: {said[0] if said else 'it took too much memory or time'}")
    return done.stdout


def _unpacked(content: bytes) -> bytes:
    if content.startswith(_GZIP):
        try:
            content = zlib.decompressobj(wbits=31).decompress(content, MOST_BYTES + 1)
        except zlib.error as error:
            raise Unreadable("image_broken", f"is no compressed SVG: {error}") from error
    if len(content) > MOST_BYTES:
        raise Unreadable("image_too_large", f"holds more than {MOST_BYTES} bytes of SVG")
    return content


def self_contained(content: bytes) -> str:
    """Give the SVG without what points outside of it: the library would open any file of this machine.

    Raises:
        ValueError: it is no XML.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities="internal", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"it is no XML: {error}") from error
    for element in root.iter("*"):
        for name, address in list(element.attrib.items()):
            if name.rpartition("}")[2] == "href" and not address.strip().startswith(("#", "data:")):
                del element.attrib[name]
    return str(etree.tostring(root, encoding="unicode"))


def _draw() -> None:
    """Draw what comes on standard input; memory and processor time are bounded before a byte is read."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    import resvg_py

    try:
        drawn = resvg_py.svg_to_bytes(
            svg_string=self_contained(sys.stdin.buffer.read()), width=WIDTH, background="white"
        )
    except ValueError as error:
        sys.exit(str(error))
    sys.stdout.buffer.write(drawn)


if __name__ == "__main__":
    _draw()
