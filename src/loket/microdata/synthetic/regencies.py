"""Provinces and regencies of Indonesia by the two-digit codes that BPS uses."""

from __future__ import annotations

# Code, name, number of kabupaten (01, 02, …) and of kota (71, 72, …): 38 provinces, 514 areas.
PROVINCES: tuple[tuple[int, str, int, int], ...] = (
    (11, "Aceh", 18, 5),
    (12, "Sumatera Utara", 25, 8),
    (13, "Sumatera Barat", 12, 7),
    (14, "Riau", 10, 2),
    (15, "Jambi", 9, 2),
    (16, "Sumatera Selatan", 13, 4),
    (17, "Bengkulu", 9, 1),
    (18, "Lampung", 13, 2),
    (19, "Kepulauan Bangka Belitung", 6, 1),
    (21, "Kepulauan Riau", 5, 2),
    (31, "DKI Jakarta", 1, 5),
    (32, "Jawa Barat", 18, 9),
    (33, "Jawa Tengah", 29, 6),
    (34, "DI Yogyakarta", 4, 1),
    (35, "Jawa Timur", 29, 9),
    (36, "Banten", 4, 4),
    (51, "Bali", 8, 1),
    (52, "Nusa Tenggara Barat", 8, 2),
    (53, "Nusa Tenggara Timur", 21, 1),
    (61, "Kalimantan Barat", 12, 2),
    (62, "Kalimantan Tengah", 13, 1),
    (63, "Kalimantan Selatan", 11, 2),
    (64, "Kalimantan Timur", 7, 3),
    (65, "Kalimantan Utara", 4, 1),
    (71, "Sulawesi Utara", 11, 4),
    (72, "Sulawesi Tengah", 12, 1),
    (73, "Sulawesi Selatan", 21, 3),
    (74, "Sulawesi Tenggara", 15, 2),
    (75, "Gorontalo", 5, 1),
    (76, "Sulawesi Barat", 6, 0),
    (81, "Maluku", 9, 2),
    (82, "Maluku Utara", 8, 2),
    (91, "Papua Barat", 7, 0),
    (92, "Papua Barat Daya", 5, 1),
    (94, "Papua", 8, 1),
    (95, "Papua Selatan", 4, 0),
    (96, "Papua Tengah", 8, 0),
    (97, "Papua Pegunungan", 8, 0),
)

BANJARNEGARA = 3304

# Province ranges by which BPS cuts the consumption blocks of Susenas into files.
RANGES: tuple[tuple[int, int], ...] = ((11, 31), (32, 36), (51, 97))


def national() -> tuple[int, ...]:
    """Return the four-digit codes of all 514 regencies, in order."""
    return tuple(
        province * 100 + number
        for province, _, kabupaten, kota in PROVINCES
        for number in (*range(1, kabupaten + 1), *range(71, 71 + kota))
    )


def range_of(regency: int) -> str:
    """Return the suffix of the consumption file that holds ``regency``, such as ``32_36``."""
    province = regency // 100
    for first, last in RANGES:
        if first <= province <= last:
            return f"{first}_{last}"
    raise ValueError(f"{regency} lies in no known province")
