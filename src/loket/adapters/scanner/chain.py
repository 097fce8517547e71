"""Several scanners as one."""

from __future__ import annotations

from loket.ports.scanner import Outcome, Scanner, ScanVerdict, UploadRules


class ChainScanner:
    """Clean only if each is sure; then the first one's verdict and content count."""

    def __init__(self, first: Scanner, *others: Scanner) -> None:
        self._first = first
        self._others = others

    def scan(self, content: bytes, rules: UploadRules) -> ScanVerdict:
        verdict = self._first.scan(content, rules)
        if verdict.outcome is not Outcome.CLEAN:
            return verdict
        for other in self._others:
            opinion = other.scan(content, rules)
            if opinion.outcome is not Outcome.CLEAN:
                return opinion
        return verdict
