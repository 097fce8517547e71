"""How the clips were made: `python -m loket.web.display.make_voice FOLDER`.

Needs espeak-ng (its Indonesian voice) and lame; 22,05 kHz mono, silence cut, MP3 of 32 kbit/s.
The chime is two sine tones. Speech made with espeak-ng is not covered by its licence.
"""

from __future__ import annotations

import array
import math
import subprocess
import sys
import tempfile
import wave
from pathlib import Path

from loket.web.display.voice import CHIME, LETTERS, PHRASES, WORDS

RATE = 22050
QUIET = 260  # of 32,767
KEEP = int(RATE * 0.03)
SPEED = "150"  # words a minute
SPELLED = {"c": "ce", "q": "ki", "v": "fe", "x": "eks", "y": "ye"}


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    texts = {**PHRASES, **{word: word for word in WORDS}}
    texts |= {letter: SPELLED.get(letter, letter.upper()) for letter in LETTERS}
    with tempfile.TemporaryDirectory() as work:
        for name, text in texts.items():
            spoken = Path(work) / f"{name}.wav"
            subprocess.run(  # noqa: S603
                ["espeak-ng", "-v", "id", "-s", SPEED, "-w", str(spoken), text],  # noqa: S607
                check=True,
            )
            _write(spoken, _without_silence(_read(spoken)))
            _compress(spoken, folder / f"{name}.mp3")
        chime = Path(work) / "chime.wav"
        _write(chime, _tone(784, 0.35) + _tone(587, 0.55))
        _compress(chime, folder / f"{CHIME}.mp3")


def _read(path: Path) -> array.array[int]:
    with wave.open(str(path)) as file:
        return array.array("h", file.readframes(file.getnframes()))


def _write(path: Path, samples: array.array[int]) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())


def _without_silence(samples: array.array[int]) -> array.array[int]:
    loud = [place for place, sample in enumerate(samples) if abs(sample) > QUIET]
    return samples[max(loud[0] - KEEP, 0) : loud[-1] + KEEP] if loud else samples


def _tone(hertz: int, seconds: float) -> array.array[int]:
    count = int(RATE * seconds)
    return array.array(
        "h",
        (
            int(9000 * math.exp(-4 * n / count) * math.sin(2 * math.pi * hertz * n / RATE))
            for n in range(count)
        ),
    )


def _compress(source: Path, target: Path) -> None:
    subprocess.run(  # noqa: S603
        ["lame", "--quiet", "-m", "m", "-b", "32", str(source), str(target)],  # noqa: S607
        check=True,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
