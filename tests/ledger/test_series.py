"""Numbers run 1 to n for each office and period: no gap, no twin, whatever goes wrong."""

from __future__ import annotations

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from loket.ledger import series
from loket.ledger.models import Series


def take(office: str = "3304", period: str = "2026", kind: str = "kuitansi") -> int:
    with transaction.atomic():
        return series.next_number(kind, office=office, period=period)


@pytest.mark.django_db
def test_each_office_period_and_kind_counts_by_itself() -> None:
    assert [take(), take(), take()] == [1, 2, 3]
    assert take(office="3305") == take(period="2027") == take(kind="invoice") == 1


@pytest.mark.django_db(transaction=True)
def test_a_number_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        series.next_number("kuitansi", office="3304", period="2026")


@pytest.mark.django_db
def test_a_rolled_back_number_is_given_again() -> None:
    take()
    with transaction.atomic():
        series.next_number("kuitansi", office="3304", period="2026")
        transaction.set_rollback(True)

    assert take() == 2


@pytest.mark.django_db
def test_a_counter_cannot_be_deleted() -> None:
    take()

    with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
        Series.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_parallel_writers_and_rollbacks_leave_no_gap_and_no_twin() -> None:
    taken: list[int] = []

    def write(writer: int) -> None:
        for turn in range(8):
            fails = (turn + writer) % 3 == 0
            with transaction.atomic():
                number = series.next_number("kuitansi", office="3304", period="2026")
                transaction.set_rollback(fails)
            if not fails:
                taken.append(number)
        connection.close()

    threads = [threading.Thread(target=write, args=[n]) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == [*range(1, len(taken) + 1)]
    assert Series.objects.get().last == len(taken)
