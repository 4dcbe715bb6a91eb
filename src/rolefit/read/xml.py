"""XML parts of packages, parsed without entities, DTD or network."""

from __future__ import annotations

from lxml import etree

from rolefit.read.package import Package, damaged


def load_xml(package: Package, name: str) -> etree._Element:
    """The root of one part. Raises: DamagedDocument, TooLarge, EncryptedDocument."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    source = package.read(name)
    try:
        return etree.fromstring(source, parser)
    except etree.XMLSyntaxError as error:
        raise damaged() from error
