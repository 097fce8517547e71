"""How a delivery is to be cited."""

from __future__ import annotations

from loket.microdata.codebook import Language, Study


def citation(study: Study, language: Language, definition_id: str = "") -> str:
    """Return one line naming producer, title, version and, if given, the order's definition."""
    if study.citation:
        base = " ".join(study.citation.split())
    else:
        who = "; ".join(study.producers) or study.distributor
        year = (study.production_date or study.collection_end or study.version_date)[:4]
        version = study.version and (
            f"Versi {study.version}" if language == "id" else f"Version {study.version}"
        )
        pieces = [
            f"{who} ({year})" if who and year else who or year,
            study.title.said_in(language),
            study.idno,
            version,
        ]
        base = ". ".join(piece.rstrip(".") for piece in pieces if piece) + "."
    if not definition_id:
        return base
    said = "Definisi pesanan" if language == "id" else "Order definition"
    return f"{base} {said}: {definition_id[:16]}."
