"""Write a sample as the files that the order will be delivered in."""

from __future__ import annotations

from pathlib import Path

from loket.microdata.ddi.write import write_ddi
from loket.microdata.definition import Definition
from loket.microdata.formats.sink import Written
from loket.microdata.sample.marks import note
from loket.microdata.sample.structure import Sample
from loket.microdata.tables import write_tables

DDI = "ddi.xml"
README = "BACA-SAYA.txt"


def write_sample(sample: Sample, definition: Definition, folder: Path) -> tuple[Written, ...]:
    """
    Write the sample's files in the order's format, its DDI, and a README that says what it is.

    :raises UnfitFormat: if the format cannot hold a file
    """
    written = write_tables(
        sample.codebook,
        sample.tables,
        folder,
        format=definition.format,
        language=definition.language,
    )
    write_ddi(sample.codebook, folder / DDI)
    lines = [note(sample.definition_id, real=sample.mode == "real"), ""]
    lines += [f"{each.sha256}  {each.path.name}  ({each.rows})" for each in written]
    (folder / README).write_text("\n".join(lines) + "\n", "utf-8")
    return written
