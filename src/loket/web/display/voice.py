"""What the loudspeaker says, as names of clips: Indonesian, number word by number word."""

from __future__ import annotations

from loket.counter.queries import CallLine
from loket.rules.terbilang import terbilang

LETTERS = tuple("abcdefghijklmnopqrstuvwxyz")
WORDS = (
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
    "belas",
    "puluh",
    "seratus",
    "ratus",
    "seribu",
    "ribu",
)
PHRASES = {
    "nomor-antrean": "Nomor antrean",
    "silakan-ke-loket": "silakan menuju loket",
}
CHIME = "bel"
CLIPS = (CHIME, *PHRASES, *WORDS, *LETTERS)


def clips_of(call: CallLine) -> list[str]:
    """Return the clips for a call in order: bel, nomor-antrean, p, dua, belas, …"""
    return [
        CHIME,
        "nomor-antrean",
        call.letter.lower(),
        *terbilang(call.number).split(),
        "silakan-ke-loket",
        *terbilang(call.counter).split(),
    ]
