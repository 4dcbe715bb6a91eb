"""XML parts of packages, parsed without entities, DTD or network."""

from __future__ import annotations

from lxml import etree

from rolefit.errors import DamagedDocument
from rolefit.read.package import Package, damaged

_NO_MEMORY = 2
_STRICT = b"http://purl.oclc.org/ooxml/"
_USUAL = b"http://schemas.openxmlformats.org/"
_STRICT_NAMES = (
    (_STRICT + b"wordprocessingml/main", _USUAL + b"wordprocessingml/2006/main"),
    (_STRICT + b"officeDocument/relationships", _USUAL + b"officeDocument/2006/relationships"),
)
"""Word may save "strict" files, which name the same things otherwise."""


def load_xml(package: Package, name: str) -> etree._Element:
    """The root of one part. Raises: DamagedDocument, TooLarge, EncryptedDocument, MemoryError."""
    return parse_xml(package.read(name))


def parse_xml(source: bytes) -> etree._Element:
    """The root of one document. Raises: DamagedDocument, MemoryError."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    for strict, usual in _STRICT_NAMES:
        source = source.replace(strict, usual)
    try:
        root = etree.fromstring(source, parser)
    except etree.XMLSyntaxError as error:
        if getattr(error, "code", 0) == _NO_MEMORY:
            raise MemoryError from error
        raise damaged() from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise DamagedDocument(
            "The file declares XML entities, as no office program does; save it again and resend it."
        )
    return root
