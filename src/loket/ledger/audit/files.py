"""V13: the stored bytes are those that were approved: papers, uploads, samples, packages."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Iterator

from loket import wiring
from loket.ledger.audit.finding import Finding
from loket.ledger.audit.reading import Row, Scope, document, public_id, scoped
from loket.ports.failures import Rejected
from loket.ports.storage import Blob, SealedBlob, is_intact

STORED = {
    "document": """
        SELECT office, kind || '/' || number AS name, sha256, size FROM documents_document""",
    "upload": "SELECT office, public_id AS name, sha256, size FROM documents_upload",
    "statement": """
        SELECT office.code AS office, r.id AS name, r.sha256, r.size
        FROM payments_reconciliationrun r JOIN people_office office ON office.id = r.office_id""",
    "sample": """
        SELECT office.code AS office, o.reference AS name, s.sha256, s.size
        FROM delivery_sample s JOIN orders_order o ON o.id = s.order_id
        JOIN people_office office ON office.id = o.office_id""",
    "package": """
        SELECT office.code AS office, o.reference AS name, p.blob AS sha256, p.blob_size AS size
        FROM delivery_package p JOIN orders_order o ON o.id = p.order_id
        JOIN people_office office ON office.id = o.office_id WHERE p.status = 'ready'""",
}
PACKAGES = """
    SELECT office.code AS office, o.reference, o.public_id, p.sha256, p.size, p.blob, p.blob_size,
           p.sealed_key, p.manifest
    FROM delivery_package p JOIN orders_order o ON o.id = p.order_id
    JOIN people_office office ON office.id = o.office_id WHERE p.status = 'ready'
"""
IN_MEMORY = 64 * 1024 * 1024  # bytes


def check(scope: Scope) -> Iterator[Finding]:
    storage = wiring.storage()
    for kind, sql in STORED.items():
        for row in scoped(sql, scope):
            if not is_intact(storage, Blob(row["sha256"], row["size"])):
                yield Finding(
                    "V13",
                    row["office"],
                    f"{kind}:{row['name']}",
                    "Berkas tidak ada di penyimpanan atau berubah.",
                    "The file is not in storage, or was altered.",
                )
    for row in scoped(PACKAGES, scope):
        if not _holds_what_was_approved(row):
            yield Finding(
                "V13",
                row["office"],
                f"package:{row['reference']}",
                "Isi paket bukan isi daftar berkasnya.",
                "The package does not hold what its manifest lists.",
            )


def _holds_what_was_approved(row: Row) -> bool:
    """Open the seal and compare the package, and each file in it, with the manifest."""
    sealed = SealedBlob(
        Blob(row["blob"], row["blob_size"]), Blob(row["sha256"], row["size"]), row["sealed_key"]
    )
    context = f"package:{public_id(row['public_id'])}"
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as place:
        try:
            with wiring.vault().open(sealed, context=context) as stream:
                shutil.copyfileobj(stream, place)
        except Rejected:
            return False
        place.seek(0)
        if hashlib.file_digest(place, "sha256").hexdigest() != row["sha256"]:
            return False
        try:
            with zipfile.ZipFile(place) as archive:
                return _listed(archive) == {
                    (file["name"], file["size"], file["sha256"])
                    for file in document(row["manifest"])
                }
        except zipfile.BadZipFile:
            return False


def _listed(archive: zipfile.ZipFile) -> set[tuple[str, int, str]]:
    found = set()
    for entry in archive.infolist():
        with archive.open(entry) as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
        found.add((entry.filename, entry.file_size, digest))
    return found
