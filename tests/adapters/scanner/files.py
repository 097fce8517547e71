"""Good and hostile files, made here."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

SECRET = "GPS-7.4021-109.6893"

Change = Callable[[pikepdf.Pdf], None]


def pdf(*changes: Change, pages: int = 1, **how: object) -> bytes:
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page()
        for change in changes:
            change(made)
        target = io.BytesIO()
        made.save(target, **how)  # type: ignore[arg-type]
        return target.getvalue()


def open_action(**action: object) -> Change:
    def change(made: pikepdf.Pdf) -> None:
        made.Root.OpenAction = Dictionary(**action)  # type: ignore[arg-type]

    return change


def root(**entries: object) -> Change:
    def change(made: pikepdf.Pdf) -> None:
        for name, value in entries.items():
            made.Root[f"/{name}"] = value

    return change


def annotation(**entries: object) -> Change:
    def change(made: pikepdf.Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Rect=[0, 0, 9, 9], **entries)  # type: ignore[arg-type]
        made.pages[0].Annots = Array([made.make_indirect(note)])

    return change


def attached(made: pikepdf.Pdf) -> None:
    made.attachments["virus.exe"] = pikepdf.AttachedFileSpec(made, b"MZ", filename="virus.exe")


def loose(**entries: object) -> Change:
    """Put an object in the file which no page leads to."""

    def change(made: pikepdf.Pdf) -> None:
        made.Root.Loket = made.make_indirect(Dictionary(A=Array([Dictionary(**entries)])))  # type: ignore[arg-type]

    return change


def big_image(made: pikepdf.Pdf) -> None:
    stream = made.make_stream(zlib.compress(b"\0"), Type=Name.XObject, Subtype=Name.Image,
                              Width=100_000, Height=100_000, BitsPerComponent=8,
                              ColorSpace=Name.DeviceGray, Filter=Name.FlateDecode)  # fmt: skip
    made.pages[0].Resources = Dictionary(XObject=Dictionary(Im0=stream))


def many_filters(made: pikepdf.Pdf) -> None:
    data = b"\0" * 10_000_000
    for _ in range(4):
        data = zlib.compress(data)
    filters = Array([Name.FlateDecode] * 4)
    made.pages[0].Contents = pikepdf.Stream(made, data, Filter=filters)


def outside_stream(made: pikepdf.Pdf) -> None:
    made.Root.X = pikepdf.Stream(made, b"", F=String("/etc/passwd"))


def encrypted(*, user: str) -> bytes:
    return pdf(encryption=pikepdf.Encryption(owner="owner", user=user, R=6))


def escaped_names() -> bytes:
    """JavaScript whose every tell-tale name is written with # escapes."""
    plain = pdf(open_action(S=Name.JavaScript, JS=String("app.alert(1)")))
    return plain.replace(b"/JavaScript", b"/#4aava#53cript").replace(b"/JS", b"/#4a#53")


def superseded_javascript() -> bytes:
    """A first revision with JavaScript, hidden by a second one without."""
    first = pdf(open_action(S=Name.JavaScript, JS=String("app.alert(1)")),
                object_stream_mode=pikepdf.ObjectStreamMode.disable)  # fmt: skip
    with pikepdf.open(io.BytesIO(first)) as made:
        number, pages = made.Root.objgen[0], made.Root.Pages.objgen[0]
    start = len(first)
    obj = b"%d 0 obj\n<< /Type /Catalog /Pages %d 0 R >>\nendobj\n" % (number, pages)
    before = first[first.rfind(b"startxref") + 9 :].split()[0]
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, start)
    trailer = b"trailer << /Size 99 /Root %d 0 R /Prev %s >>\n" % (number, before)
    tail = b"startxref\n%d\n%%%%EOF\n" % (start + len(obj))
    return first + obj + table + trailer + tail


def zipped() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.js", "alert(1)")
    return target.getvalue()


HOSTILE_PDFS: dict[str, tuple[bytes, str]] = {
    "open action script": (
        pdf(open_action(S=Name.JavaScript, JS=String("app.alert(1)"))), "JavaScript"),
    "script in a stream, names tree": (
        pdf(root(Names=Dictionary(JavaScript=Dictionary(Names=Array([]))))), "JavaScript"),
    "script in an object stream": (
        pdf(loose(S=Name.JavaScript, JS=String("1")),
            object_stream_mode=pikepdf.ObjectStreamMode.generate), "JavaScript"),
    "script deep in nested arrays": (
        pdf(root(X=Array([Array([Array([Dictionary(JS=String("1"))])])]))), "JavaScript"),
    "script with escaped names": (escaped_names(), "JavaScript"),
    "script in an older revision": (superseded_javascript(), "JavaScript"),
    "additional action": (
        pdf(root(AA=Dictionary(WC=Dictionary(S=Name.JavaScript)))), "JavaScript"),
    "launch": (pdf(open_action(S=Name.Launch, F=String("cmd.exe"))), "program"),
    "go to another file": (pdf(open_action(S=Name.GoToR, F=String("//x/y"))), "program"),
    "submit form": (pdf(annotation(Subtype=Name.Link, A=Dictionary(S=Name.SubmitForm))),
                    "program"),
    "attachment": (pdf(attached), "files inside"),
    "attachment note": (pdf(annotation(Subtype=Name.FileAttachment)), "files inside"),
    "portfolio": (pdf(root(Collection=Dictionary())), "files inside"),
    "external stream": (pdf(outside_stream), "files inside"),
    "rich media": (pdf(annotation(Subtype=Name.RichMedia)), "video"),
    "rendition": (pdf(annotation(Subtype=Name.Link, A=Dictionary(S=Name.Rendition))), "video"),
    "3d": (pdf(annotation(Subtype=Name("/3D"))), "video"),
    "xfa": (pdf(root(AcroForm=Dictionary(XFA=String("<xdp/>")))), "XFA"),
    "password": (encrypted(user="secret"), "locked"),
    "restrictions": (encrypted(user=""), "locked"),
    "too many pages": (pdf(pages=101), "100 pages"),
    "no pages": (pdf(pages=0), "damaged"),
    "huge picture inside": (pdf(big_image), "megapixels"),
    "filters on filters": (pdf(many_filters, compress_streams=False,
                               stream_decode_level=pikepdf.StreamDecodeLevel.none), "complicated"),
    "cut short": (pdf()[:-200], "damaged"),
    "head only": (b"%PDF-1.7\n", "damaged"),
    "nonsense inside": (b"%PDF-1.7\n" + b"\x80" * 2000 + b"\n%%EOF\n", "damaged"),
    "zip behind": (pdf() + zipped(), "two kinds"),
    "html behind": (pdf() + b"<script>alert(1)</script>", "two kinds"),
    "deep nesting": (b"%PDF-1.7\n1 0 obj\n" + b"[" * 200_000 + b"\n%%EOF", "damaged"),
    "page tree in a circle": (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
        b"trailer<</Root 1 0 R/Size 3>>\nstartxref\n0\n%%EOF\n", "damaged"),
}  # fmt: skip


def photo(kind: str = "JPEG", size: tuple[int, int] = (640, 400), mode: str = "RGB") -> bytes:
    image = Image.new("RGB", size, (255, 255, 255))
    image.paste((200, 30, 30), (0, 0, size[0] // 2, size[1]))
    image = image.convert("I").convert("I;16") if mode == "I;16" else image.convert(mode)
    exif = Image.Exif()
    exif[0x010E] = SECRET
    target = io.BytesIO()
    how: dict[str, object] = {"exif": exif.tobytes()}
    if kind == "JPEG":
        how["comment"] = SECRET.encode()
    image.save(target, kind, **how)
    return target.getvalue()


def png_bomb(side: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows)
            + chunk(b"IEND", b""))  # fmt: skip
