"""README.txt and PERIKSA.txt of a delivery: plain text, Indonesian first, then English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from loket.microdata.formats.fitting import Loss
from loket.microdata.formats.sink import Written
from loket.microdata.formats.syntax import PROGRAMS
from loket.microdata.twin import Twin

LINE = "=" * 72
SHOWN = 40


def readme(
    title: str,
    citations: tuple[str, str],
    written: Sequence[Written],
    marks: Sequence[tuple[str, str]],
) -> str:
    """
    Return README.txt.

    ``citations`` are in Indonesian and English; ``marks`` visible (name, value) pairs such as
    licence number, buyer and definition.
    """
    said = [title, LINE, ""]
    said += [f"{name}: {value}" for name, value in marks]
    if marks:
        said.append("")
    said += ["BERKAS DATA / DATA FILES", ""]
    said += [
        f"  {w.path.name}: {w.rows} baris/rows, {len(w.fitted.columns)} variabel/variables, "
        f"{w.bytes} bita/bytes"
        for w in written
    ]
    said += [*_programs(written), "", "SITASI / CITATION", "", f"  {citations[0]}", ""]
    if citations[1] != citations[0]:
        said += [f"  {citations[1]}", ""]
    said += [
        "ISI LAIN / ALSO HERE",
        "",
        "  codebook.pdf   buku kode untuk dibaca dan dicetak / codebook to read and print",
        "  codebook.html  buku kode untuk peramban / codebook for the browser",
        "  ddi.xml        metadata DDI-Codebook 2.5",
        "  SHA256SUMS     sidik berkas / checksums (sha256sum -c SHA256SUMS)",
        "  PERIKSA.txt    hasil pemeriksaan ulang / result of the re-check",
        "  periksa.py     ulangi pemeriksaan / repeat the check (python periksa.py)",
        "",
        "YANG TIDAK DAPAT DISIMPAN FORMAT INI / WHAT THIS FORMAT CANNOT HOLD",
        "",
    ]
    for file in written:
        said += _losses(file)
    return "\n".join(said) + "\n"


def _programs(written: Sequence[Written]) -> list[str]:
    """Say which programs give a file its labels back."""
    found = []
    for file in written:
        programs = PROGRAMS.get(file.path.suffix, {})
        names = ", ".join(file.path.with_suffix(suffix).name for suffix in programs)
        if names:
            found.append(f"  {file.path.name}: label dengan / labels by {names}")
    return found


def _losses(written: Written) -> list[str]:
    if not written.fitted.losses:
        return [f"  {written.path.name}: tidak ada / nothing", ""]
    said = [f"  {written.path.name}:"]
    for (id_, en), names in grouped(written.fitted.losses).items():
        listed = ", ".join(names[:SHOWN]) + (
            f" … (+{len(names) - SHOWN})" if names[SHOWN:] else ""
        )
        said += [f"  - {id_} / {en}" + (f": {listed}" if listed else "")]
    return [*said, ""]


def grouped(losses: Iterable[Loss]) -> dict[tuple[str, str], list[str]]:
    """Group losses that say the same, with the variables concerned."""
    found: dict[tuple[str, str], list[str]] = {}
    for loss in losses:
        names = found.setdefault((loss.what.id, loss.what.en), [])
        if loss.variable:
            names.append(loss.variable)
    return found


def check_report(twin: Twin, sums: Sequence[tuple[str, str]], at: str, key: str) -> str:
    """
    Return PERIKSA.txt.

    ``sums`` are (file name, SHA-256); ``at`` is an ISO instant or ''; ``key`` the public Ed25519
    key of who signs it, in hexadecimal, or ''.
    """
    verdict = "LULUS / PASSED" if twin.passed else "GAGAL / FAILED"
    said = [
        "PERIKSA: pemeriksaan ulang berkas kiriman / re-check of the delivered files",
        LINE,
        "",
        f"Hasil / result: {verdict}",
    ]
    if at:
        said.append(f"Waktu / time: {at}")
    if key:
        said += [
            f"Kunci penanda tangan / signer's key (Ed25519): {key}",
            "Tanda tangan / signature: PERIKSA.txt.sig; periksa dengan / check with: "
            f"python periksa.py {key[:16]}",
        ]
    said += [
        "",
        "Tiap berkas dibaca ulang dengan program lain daripada yang menulisnya, lalu",
        "dibandingkan dengan data induk: sel, label, nilai hilang, skala ukur, format.",
        "Each file was read again by another program than wrote it, and compared with",
        "the master data: cells, labels, missing values, measures, formats.",
        "",
    ]
    for file in twin.files:
        said += [
            f"{file.name} ({file.program})",
            f"  baris/rows {file.rows}, sel/cells {file.cells}, keterangan/facts {file.facts}, "
            f"beda/differences {len(file.faults)}",
        ]
        said += [f"  ! {id_} / {en}" for id_, en in file.faults]
    said += ["", "SHA-256", *(f"  {digest}  {name}" for name, digest in sums), ""]
    return "\n".join(said)
