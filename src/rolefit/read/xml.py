"""XML parts of packages, parsed without entities, DTD or network."""

from __future__ import annotations

from lxml import etree

from rolefit.errors import DamagedDocument
from rolefit.read.package import Package, damaged

_NO_MEMORY = 2


def load_xml(package: Package, name: str) -> etree._Element:
    """The root of one part. Raises: DamagedDocument, TooLarge, EncryptedDocument, MemoryError."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    source = package.read(name)
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
