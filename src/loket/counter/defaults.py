"""What a new office starts with: the five services of the counter and the usual causes."""

from __future__ import annotations

from typing import TypedDict

from loket.counter.models import ServiceKind


class ServiceFields(TypedDict):
    code: str
    name_id: str
    name_en: str
    kind: str


SERVICES: tuple[ServiceFields, ...] = (
    {
        "code": "P",
        "name_id": "Produk statistik berbayar",
        "name_en": "Paid statistical products",
        "kind": ServiceKind.PAID_PRODUCTS,
    },
    {
        "code": "K",
        "name_id": "Konsultasi statistik",
        "name_en": "Statistical consultation",
        "kind": ServiceKind.CONSULTATION,
    },
    {
        "code": "B",
        "name_id": "Perpustakaan",
        "name_en": "Library",
        "kind": ServiceKind.LIBRARY,
    },
    {
        "code": "R",
        "name_id": "Rekomendasi kegiatan statistik",
        "name_en": "Recommendation of statistical activities",
        "kind": ServiceKind.RECOMMENDATION,
    },
    {"code": "L", "name_id": "Layanan lainnya", "name_en": "Other", "kind": ServiceKind.OTHER},
)

CAUSES = (
    ("long_service", "Layanan tamu sebelumnya lama", "The guest before took long"),
    ("few_officers", "Petugas kurang", "Too few officers"),
    ("system", "Sistem atau jaringan terganggu", "System or network trouble"),
    ("many_guests", "Tamu datang bersamaan", "Many guests at once"),
    ("guest_away", "Tamu tidak di tempat saat dipanggil", "The guest was away when called"),
    ("other", "Lainnya", "Other"),
)
