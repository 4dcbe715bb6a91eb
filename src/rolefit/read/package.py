"""Zip packages (DOCX, ODT), unpacked within limits and never trusted."""

from __future__ import annotations

import io
import lzma
import zlib
from zipfile import BadZipFile, ZipFile

from rolefit.errors import DamagedDocument, EncryptedDocument, TooManyParts, UnpacksTooLarge
from rolefit.read.limits import ReadLimits

_MAX_PARTS = 10_000
_ENCRYPTED_FLAG = 0x1


class Package:
    """Named parts of a zip file; all that is read counts against `max_unpacked_bytes`."""

    def __init__(self, source: bytes, limits: ReadLimits) -> None:
        self._zip = _open(source)
        self._infos = {info.filename.replace("\\", "/"): info for info in self._zip.infolist()}
        self._limit = limits.max_unpacked_bytes
        self._left = limits.max_unpacked_bytes
        self.names = frozenset(self._infos)

    def read(self, name: str) -> bytes:
        """One part's bytes. Raises: TooLarge, EncryptedDocument, DamagedDocument."""
        info = self._infos[name]
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise EncryptedDocument("The file asks for a password; send a copy without one.")
        try:
            with self._zip.open(info) as part:
                data = part.read(self._left + 1)
        except (
            BadZipFile,
            zlib.error,
            lzma.LZMAError,
            EOFError,
            NotImplementedError,
            ValueError,
            OSError,
        ) as error:
            raise damaged() from error
        self._left -= len(data)
        if self._left < 0:
            raise UnpacksTooLarge(
                f"The file unpacks to more than {self._limit:,} bytes, the most that is read; "
                "send it without embedded objects or as PDF."
            )
        return data


def package_names(source: bytes) -> frozenset[str]:
    return Package(source, ReadLimits()).names


def package_type(source: bytes) -> str:
    """What the part `mimetype` says, or nothing."""
    package = Package(source, ReadLimits(max_unpacked_bytes=1024))
    if "mimetype" not in package.names:
        return ""
    return package.read("mimetype").decode("ascii", "replace").strip()


def _open(source: bytes) -> ZipFile:
    try:
        archive = ZipFile(io.BytesIO(source))
        count = len(archive.filelist)
    except (BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise damaged() from error
    if count > _MAX_PARTS:
        raise TooManyParts(f"The file holds {count:,} parts; at most {_MAX_PARTS:,} are read.")
    return archive


def damaged() -> DamagedDocument:
    return DamagedDocument("The file is cut short or damaged; save it again and resend it.")
