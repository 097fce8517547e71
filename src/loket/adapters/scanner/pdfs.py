"""Looking for what a PDF must not hold. Runs only in the child process."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, Final

import pikepdf

from loket.adapters.scanner.judgement import Judgement, Refusal
from loket.adapters.scanner.reasons import Reason
from loket.ports.scanner import PDF, UploadRules

MAX_OBJECTS: Final = 250_000
_MAX_FILTERS: Final = 3
_TAIL_BYTES: Final = 65_557

_BY_KEY: Final = {
    "/JS": Reason.JAVASCRIPT,
    "/JavaScript": Reason.JAVASCRIPT,
    "/EmbeddedFiles": Reason.EMBEDDED,
    "/EF": Reason.EMBEDDED,
    "/RF": Reason.EMBEDDED,
    "/Collection": Reason.EMBEDDED,
    "/XFA": Reason.FORM,
    "/RichMediaContent": Reason.MEDIA,
}
_BY_NAME: Final = {
    ("/S", "/JavaScript"): Reason.JAVASCRIPT,
    ("/S", "/Launch"): Reason.LAUNCH,
    ("/S", "/GoToR"): Reason.LAUNCH,
    ("/S", "/GoToE"): Reason.LAUNCH,
    ("/S", "/SubmitForm"): Reason.LAUNCH,
    ("/S", "/ImportData"): Reason.LAUNCH,
    ("/S", "/Rendition"): Reason.MEDIA,
    ("/S", "/Movie"): Reason.MEDIA,
    ("/S", "/Sound"): Reason.MEDIA,
    ("/S", "/RichMediaExecute"): Reason.MEDIA,
    ("/S", "/GoTo3DView"): Reason.MEDIA,
    ("/Type", "/EmbeddedFile"): Reason.EMBEDDED,
    ("/Subtype", "/FileAttachment"): Reason.EMBEDDED,
    ("/Subtype", "/RichMedia"): Reason.MEDIA,
    ("/Subtype", "/Screen"): Reason.MEDIA,
    ("/Subtype", "/Movie"): Reason.MEDIA,
    ("/Subtype", "/Sound"): Reason.MEDIA,
    ("/Subtype", "/3D"): Reason.MEDIA,
}
_NAMED: Final = {key for key, _ in _BY_NAME}

# Words long enough not to appear in compressed data by chance. They catch what an older
# revision of the file still holds, or what another reader might find that ours does not.
_RAW: Final = {
    rb"/JavaScript": Reason.JAVASCRIPT,
    rb"/Launch": Reason.LAUNCH,
    rb"/EmbeddedFile": Reason.EMBEDDED,
    rb"/RichMedia": Reason.MEDIA,
}
_ESCAPE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")


def judge(content: bytes, rules: UploadRules) -> Judgement:
    """
    Accept the PDF as it is.

    :raises Refusal: with the reason
    """
    _judge_frame(content)
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            pages = _judge_inside(pdf, rules)
    except pikepdf.PasswordError as error:
        raise Refusal(Reason.ENCRYPTED) from error
    except (Refusal, MemoryError):
        raise
    except Exception as error:
        # The parser has many ways to give up on a broken file; all mean the same to us.
        # Decrypting may fail too: it wants the system's random numbers, closed to us here.
        reason = Reason.ENCRYPTED if b"/Encrypt" in content else Reason.BROKEN
        raise Refusal(reason) from error
    _judge_raw(content)
    return Judgement(PDF, content, pages)


def _judge_frame(content: bytes) -> None:
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise Refusal(Reason.BROKEN)
    if b"PK\x05\x06" in content[-_TAIL_BYTES:] or content[end + 5 :].strip(b"\0\r\n\t\f\x1a "):
        raise Refusal(Reason.TWO_KINDS)


def _judge_inside(pdf: pikepdf.Pdf, rules: UploadRules) -> int:
    if pdf.is_encrypted:
        raise Refusal(Reason.ENCRYPTED)
    if len(pdf.objects) > MAX_OBJECTS:
        raise Refusal(Reason.TOO_HEAVY)
    pages = len(pdf.pages)
    if not pages:
        raise Refusal(Reason.BROKEN)
    if pages > rules.max_pages:
        raise Refusal(Reason.TOO_MANY_PAGES)
    _judge_dictionary(pdf.trailer, rules)
    for thing in pdf.objects:
        for dictionary in _dictionaries(thing):
            _judge_dictionary(dictionary, rules)
    return pages


def _dictionaries(thing: Any) -> Iterator[Any]:
    """Yield every dictionary written inside one numbered object, its own included."""
    waiting, is_top = [thing], True
    while waiting:
        current = waiting.pop()
        if not isinstance(current, pikepdf.Object) or (current.is_indirect and not is_top):
            continue
        is_top = False
        if isinstance(current, pikepdf.Array):
            waiting.extend(current)
        elif isinstance(current, (pikepdf.Dictionary, pikepdf.Stream)):
            yield current
            waiting.extend(value for _, value in current.items())


def _judge_dictionary(dictionary: Any, rules: UploadRules) -> None:
    keys = set(dictionary.keys())
    for key in keys & _BY_KEY.keys():
        raise Refusal(_BY_KEY[key])
    for key in keys & _NAMED:
        value = dictionary[key]
        reason = _BY_NAME.get((key, str(value))) if isinstance(value, pikepdf.Name) else None
        if reason is not None:
            raise Refusal(reason)
    if isinstance(dictionary, pikepdf.Stream):
        _judge_stream(dictionary, keys, rules)


def _judge_stream(stream: Any, keys: set[str], rules: UploadRules) -> None:
    if "/F" in keys:
        raise Refusal(Reason.EMBEDDED)
    filters = stream.get("/Filter")
    if isinstance(filters, pikepdf.Array) and len(filters) > _MAX_FILTERS:
        raise Refusal(Reason.TOO_HEAVY)
    if stream.get("/Subtype") == pikepdf.Name.Image:
        width, height = stream.get("/Width", 0), stream.get("/Height", 0)
        if int(width) * int(height) > rules.max_pixels:
            raise Refusal(Reason.TOO_MANY_PIXELS)


def _judge_raw(content: bytes) -> None:
    plain = _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), content)
    for word, reason in _RAW.items():
        if word in plain:
            raise Refusal(reason)
