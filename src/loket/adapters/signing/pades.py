"""Signing a PDF with a key at hand, by pyHanko."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Final

import urllib3
from asn1crypto import tsp
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.general import SigningError
from pyhanko.stamp import TextStampStyle

from loket.ports.failures import Rejected, Unavailable
from loket.ports.signing import SignedPdf, SigningRequest, Stamp

_MAX_ANSWER_BYTES: Final = 1024 * 1024
_OK: Final = 200


def sign(
    request: SigningRequest,
    signer: signers.Signer,
    timestamper: timestamps.TimeStamper | None,
) -> SignedPdf:
    """
    Append a PAdES signature to the file.

    :raises Unavailable: if the time-stamping service does not answer
    :raises Rejected: if the file cannot be signed, or the field is signed already
    """
    target = io.BytesIO()
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(request.pdf), strict=False)
        _pdf_signer(request, signer, timestamper).sign_pdf(writer, output=target)
    except (timestamps.TimestampRequestError, OSError) as error:
        raise Unavailable(
            "Layanan cap waktu tidak menjawab. Coba tanda tangani lagi beberapa saat lagi.",
            "The time-stamping service does not answer. Try signing again in a while.",
        ) from error
    except (SigningError, PdfError, ValueError, KeyError, IndexError) as error:
        raise not_signable() from error
    return SignedPdf(target.getvalue())


def not_signable() -> Rejected:
    return Rejected(
        "PDF ini tidak dapat ditandatangani: rusak, terkunci, atau bagian itu sudah"
        " ditandatangani. Buat kembali dokumennya.",
        "This PDF cannot be signed: it is damaged, locked, or signed at that place already."
        " Make the document again.",
    )


def _pdf_signer(
    request: SigningRequest,
    signer: signers.Signer,
    timestamper: timestamps.TimeStamper | None,
) -> signers.PdfSigner:
    stamp = request.stamp
    return signers.PdfSigner(
        signers.PdfSignatureMetadata(
            field_name=request.field_name,
            reason=request.reason or None,
            location=request.location or None,
            subfilter=fields.SigSeedSubFilter.PADES,
            md_algorithm="sha256",
        ),
        signer=signer,
        timestamper=timestamper,
        stamp_style=_style(stamp) if stamp else None,
        new_field_spec=_field(request.field_name, stamp) if stamp else None,
    )


def _field(name: str, stamp: Stamp) -> fields.SigFieldSpec:
    page = stamp.page - 1 if stamp.page > 0 else stamp.page
    box = (stamp.left, stamp.bottom, stamp.right, stamp.top)
    return fields.SigFieldSpec(name, on_page=page, box=box)


def _style(stamp: Stamp) -> TextStampStyle:
    # The standard fonts know Latin-1 only; per cent signs are place-holders to pyHanko.
    text = (stamp.text or "%(signer)s\n%(ts)s").encode("latin-1", "replace").decode("latin-1")
    if stamp.text:
        text = text.replace("%", "%%")
    return TextStampStyle(stamp_text=text, border_width=1)


class HttpTimeStamper(timestamps.TimeStamper):
    """Time-stamps by RFC 3161 over HTTP. ``timeout`` in seconds."""

    def __init__(self, url: str, *, timeout: float = 10) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._url = url
        self._pool = urllib3.PoolManager(timeout=timeout, retries=False)

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        try:
            answer = self._pool.request(
                "POST",
                self._url,
                body=req.dump(),
                headers={"Content-Type": "application/timestamp-query"},
                redirect=False,
                preload_content=False,
            )
            try:
                body = answer.read(_MAX_ANSWER_BYTES)
            finally:
                answer.close()
            if answer.status == _OK:
                return tsp.TimeStampResp.load(body)
        except (urllib3.exceptions.HTTPError, ValueError) as error:
            raise timestamps.TimestampRequestError from error
        raise timestamps.TimestampRequestError


def fixed_timestamper(
    signer: signers.SimpleSigner, at: datetime | None
) -> timestamps.DummyTimeStamper:
    """Return a time-stamper of our own, for the simulator."""
    return timestamps.DummyTimeStamper(
        tsa_cert=signer.signing_cert,
        tsa_key=signer.signing_key,
        certs_to_embed=signer.cert_registry,
        fixed_dt=at,
    )
