"""Drawing a picture anew, so that nothing but its pixels is kept. Runs only in the child."""

from __future__ import annotations

import io
from contextlib import suppress
from typing import Final

# Named here so that nothing is left to load once the child may open no more files.
from PIL import Image, ImageOps, JpegImagePlugin, MpoImagePlugin, PngImagePlugin

from loket.adapters.scanner.judgement import Judgement, Refusal
from loket.adapters.scanner.reasons import Reason
from loket.ports.scanner import JPEG, UploadRules

LONGEST_SIDE: Final = 4096
"""Pictures are reduced to this many pixels; a phone's photograph of a page stays legible."""

_JPEG_QUALITY: Final = 88
_PLUGINS: Final = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin)


def prepare() -> None:
    """Load what Pillow would otherwise load on first use."""
    Image.preinit()
    # Our own limit decides; Pillow's would only warn.
    Image.MAX_IMAGE_PIXELS = None


def judge(content: bytes, media_type: str, rules: UploadRules) -> Judgement:
    """
    Return the picture drawn anew.

    :raises Refusal: with the reason
    """
    kind = "JPEG" if media_type == JPEG else "PNG"
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as image:
            _judge_size(image, rules)
            image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
            image.load()
            return Judgement(media_type, _drawn_anew(image, kind), 1)
    except (Refusal, MemoryError):
        raise
    except Exception as error:
        # A broken picture fails in as many ways as there are decoders.
        raise Refusal(Reason.BROKEN) from error


def _judge_size(image: Image.Image, rules: UploadRules) -> None:
    if image.width * image.height > rules.max_pixels:
        raise Refusal(Reason.TOO_MANY_PIXELS)


def _drawn_anew(image: Image.Image, kind: str) -> bytes:
    if max(image.size) > LONGEST_SIDE:
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    with suppress(Exception):
        # Broken EXIF says nothing about the pixels.
        image = ImageOps.exif_transpose(image)
    plain = _plain(image, kind)
    fresh = Image.new(plain.mode, plain.size)
    fresh.paste(plain)
    target = io.BytesIO()
    if kind == "JPEG":
        fresh.save(target, "JPEG", quality=_JPEG_QUALITY)
    else:
        fresh.save(target, "PNG")
    return target.getvalue()


def _plain(image: Image.Image, kind: str) -> Image.Image:
    if image.mode.startswith("I"):
        # Sixteen bits a pixel: keep the upper eight.
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in {"L", "RGB"}:
        return image
    has_alpha = "A" in image.getbands() or "transparency" in image.info
    return image.convert("RGBA" if has_alpha and kind == "PNG" else "RGB")
