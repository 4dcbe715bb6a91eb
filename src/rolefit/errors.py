"""The error tree.

    RolefitError
    ├── UsageError                a caller's mistake: unknown role, option, kind
    │   ├── AnswersError          answers to an assessment that cannot be used
    │   └── NoSuchRole            a role or level that does not exist
    ├── SettingsError             an environment setting that cannot be read
    ├── CorpusError               a mistake in corpus/, with file and line
    ├── ModelError                a model that cannot be loaded
    ├── IndexingError              the FAISS index
    │   ├── IndexMismatch         wrong dimension, corpus or model
    │   └── IndexReadOnly         stale, and no place to rebuild it
    ├── OverloadedError           the queue is full; try again later
    └── ReadError                 one document that cannot be read
        ├── EmptyDocument         0 bytes, or no visible text
        ├── ImageOnly             a scan: no text, and no OCR here
        ├── EncryptedDocument     asks for a password
        ├── DamagedDocument       truncated or broken
        ├── UnknownFormat         none of the formats we read
        ├── UnsupportedFormat     known, and not read (legacy .doc, …)
        ├── NotText               binary data where text was said
        ├── TooLarge              more bytes than allowed
        │   ├── TooManyCharacters more text than allowed
        │   ├── TooManyParts      a package of more files than allowed
        │   ├── UnpacksTooLarge   more bytes once unpacked than allowed
        │   └── TooMuchMemory     reading it needs more memory than allowed
        ├── ReadTimeout           took longer than allowed
        │   └── TooMuchWork       took more time of the processor than allowed
        ├── ReaderCrashed         the reading process died
        └── NotFound              no such file, or not readable

Each has a stable `code`. Messages say the number that was wrong, the limit and what would be right;
they never quote the document.
"""

from __future__ import annotations


class RolefitError(Exception):
    """Base of all errors rolefit raises on purpose."""

    code = "error"


class UsageError(RolefitError):
    code = "usage"


class AnswersError(UsageError):
    code = "answers"


class NoSuchRole(UsageError):
    code = "no_such_role"


class SettingsError(RolefitError):
    code = "settings"


class CorpusError(RolefitError):
    code = "corpus"


class ModelError(RolefitError):
    code = "model"


class IndexingError(RolefitError):
    code = "index"


class IndexMismatch(IndexingError):
    code = "index_mismatch"


class IndexReadOnly(IndexingError):
    code = "index_read_only"


class OverloadedError(RolefitError):
    code = "overloaded"


class ReadError(RolefitError):
    code = "unreadable"


class EmptyDocument(ReadError):
    code = "empty"


class ImageOnly(ReadError):
    code = "image_only"


class EncryptedDocument(ReadError):
    code = "encrypted"


class DamagedDocument(ReadError):
    code = "damaged"


class UnknownFormat(ReadError):
    code = "unknown_format"


class UnsupportedFormat(ReadError):
    code = "unsupported_format"


class NotText(ReadError):
    code = "not_text"


class TooLarge(ReadError):
    code = "too_large"


class TooManyCharacters(TooLarge):
    code = "too_many_characters"


class TooManyParts(TooLarge):
    code = "too_many_parts"


class UnpacksTooLarge(TooLarge):
    code = "unpacks_too_large"


class TooMuchMemory(TooLarge):
    code = "too_much_memory"


class ReadTimeout(ReadError):
    code = "timeout"


class TooMuchWork(ReadTimeout):
    code = "too_much_work"


class ReaderCrashed(ReadError):
    code = "reader_crashed"


class NotFound(ReadError):
    code = "not_found"
