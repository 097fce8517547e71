"""Walk-in channel: the 13 steps of the service standard, each with what carries it out."""

from __future__ import annotations

from loket.process.settling import (
    billing_actions,
    correction_actions,
    finish_preparing,
    follow_up,
    kuitansi,
    rate,
    reduction_actions,
    release_actions,
    relink,
    take_cash,
)
from loket.process.vocabulary import (
    Actor,
    Fact,
    Process,
    Promise,
    State,
    Text,
    Unit,
    carried_elsewhere,
    carried_with,
    may,
    step,
)

BUYER, OFFICER, TREASURER, APPROVER, SYSTEM = Actor

WALK_IN = Process(
    channel="walk_in",
    version="2026-11",
    title=Text(
        "Penjualan data mikro dan peta digital (datang langsung)",
        "Sale of microdata and digital maps (at the counter)",
    ),
    start=State.DRAFT,
    ends=frozenset({State.COMPLETED, State.REFERRED, State.CANCELLED}),
    steps=(
        carried_elsewhere(
            "W1",
            "Pengguna layanan datang ke unit PST dan menemui petugas.",
            "The customer comes to the service unit and meets the officer.",
            "counter.operations.open_visit",
        ),
        carried_elsewhere(
            "W2",
            "Pengguna layanan mengisi buku tamu elektronik dan mengambil nomor antrean.",
            "The customer fills in the electronic guest book and takes a queue number.",
            "counter.operations.open_visit",
            "counter.operations.take_ticket",
        ),
        carried_elsewhere(
            "W3",
            "Pengguna layanan menunggu dilayani, paling lama 10 menit sejak tamu sebelumnya "
            "selesai.",
            "The customer waits, at most 10 minutes after the previous guest is finished.",
            "counter.operations.call_next",
            "counter.operations.start_serving",
        ),
        step(
            "W4",
            "Pengguna layanan menyampaikan abstraksi penggunaan data dan daftar data mikro "
            "dan/atau peta digital.",
            "The customer states what the data are for and which microdata or maps are wanted.",
            may(
                OFFICER,
                "record_request",
                ("Catat permintaan", "Record the request"),
                at=State.DRAFT,
                to=State.CHECKING,
                letters=["request_received"],
            ),
        ),
        step(
            "W5a",
            "Jika abstraksi sesuai, pengguna layanan menandatangani SPPD di atas meterai Rp10.000 "
            "dan menyerahkannya.",
            "If the statement fits, the customer signs the agreement on Rp10,000 stamp duty and "
            "hands it over.",
            may(
                OFFICER,
                "accept",
                ("Abstraksi sesuai", "Statement fits"),
                at=State.CHECKING,
                to=State.SIGNING,
            ),
            may(
                OFFICER,
                "receive_sppd",
                ("SPPD diterima", "Agreement received"),
                at=State.SIGNING,
                to=State.PREPARING,
                gives={Fact.SPPD_RECEIVED},
            ),
        ),
        step(
            "W5b",
            "Jika tidak sesuai, pengguna layanan dialihkan ke konsultasi statistik.",
            "If it does not fit, the customer is passed to statistical consultation.",
            may(
                OFFICER,
                "refer",
                ("Alihkan ke konsultasi", "Refer to consultation"),
                at=State.CHECKING,
                to=State.REFERRED,
            ),
        ),
        step(
            "W6",
            "Petugas menyiapkan data dalam media elektronik dan mencetak invoice.",
            "The officer prepares the data on electronic media and prints the invoice.",
            finish_preparing(),
            may(
                OFFICER,
                "issue_invoice",
                ("Terbitkan invoice", "Issue the invoice"),
                at=State.PREPARING,
                to=State.SETTLING,
                needs={Fact.PREPARED, Fact.SPPD_RECEIVED},
                letters=["invoice_issued"],
                way_out=(
                    "Tunggu penyiapan selesai atau ulangi penyiapan data.",
                    "Wait for the preparation to finish or start it again.",
                ),
            ),
        ),
        carried_with(
            "W7",
            "Petugas memberi tahu bendahara daftar data yang dibeli.",
            "The officer tells the treasurer which items were bought.",
            step="W6",
        ),
        step(
            "W8",
            "Pengguna layanan membayar tunai kepada bendahara atau dengan kode billing SIMPONI.",
            "The customer pays the treasurer in cash or with a SIMPONI billing code.",
            take_cash(),
            *billing_actions(domestic_only=False),
            *reduction_actions(),
        ),
        step(
            "W9",
            "Bendahara membuat dan menyerahkan kuitansi.",
            "The treasurer makes the receipt and hands it over.",
            kuitansi(),
        ),
        step(
            "W10",
            "Petugas menyerahkan kuitansi dan data dalam media elektronik.",
            "The officer hands over the receipt and the data on electronic media.",
            may(
                OFFICER,
                "deliver",
                ("Serahkan kuitansi dan data", "Hand over receipt and data"),
                at=State.SETTLING,
                to=State.DELIVERED,
                needs={Fact.PAID, Fact.SPPD_RECEIVED, Fact.KUITANSI_ISSUED},
                letters=["data_handed_over"],
            ),
        ),
        step(
            "W11",
            "Pengguna layanan memeriksa kuitansi dan data.",
            "The customer checks the receipt and the data.",
            may(
                (OFFICER, SYSTEM),
                "complete",
                ("Sudah diperiksa dan benar", "Checked and right"),
                at=State.DELIVERED,
                to=State.COMPLETED,
                letters=["order_completed"],
            ),
        ),
        step(
            "W12",
            "Petugas memperbaiki data jika ada kesalahan dan menyerahkannya kembali.",
            "The officer repairs the data if something is wrong and hands them over again.",
            *correction_actions((OFFICER,)),
        ),
        carried_elsewhere(
            "W13",
            "Pengguna layanan dapat langsung pulang.",
            "The customer may go home.",
            "counter.operations.finish_service",
            "counter.operations.close_visit",
        ),
    ),
    ours=(
        step(
            "P1",
            "Permintaan dapat dibatalkan selama belum dibayar.",
            "The request can be cancelled as long as nothing is paid.",
            may(
                OFFICER,
                "cancel",
                ("Batalkan permintaan", "Cancel the request"),
                at={State.CHECKING, State.SIGNING, State.PREPARING, State.SETTLING},
                to=State.CANCELLED,
                not_after={Fact.PAID},
                letters=["request_withdrawn"],
            ),
        ),
        step(
            "P2",
            "Pengguna layanan dapat memberi penilaian dan meminta data kembali dalam 30 hari "
            "dengan menunjukkan kuitansi.",
            "The customer can rate the service and have the data again within 30 days by "
            "showing the receipt.",
            rate(),
            relink((BUYER, OFFICER)),
            follow_up(),
        ),
        step(
            "P3",
            "Pencatatan yang keliru dapat ditarik kembali sebelum data diserahkan.",
            "A mistaken record can be taken back before the data are handed over.",
            may(
                OFFICER,
                "undo_sppd",
                ("Tarik catatan penerimaan SPPD", "Take back the agreement's receipt"),
                at=State.PREPARING,
                to=State.SIGNING,
                takes={Fact.SPPD_RECEIVED, Fact.PREPARED, Fact.RELEASE_ASKED},
                needs={Fact.SPPD_RECEIVED},
            ),
        ),
        step(
            "P4",
            "Data mikro yang memuat variabel peka, wilayah terlalu rinci, atau terlalu sedikit "
            "baris baru dikeluarkan setelah diputuskan pejabat penyetuju.",
            "Microdata with sensitive variables, geography that is too fine, or too few rows are "
            "released only after the approving official has decided.",
            *release_actions(),
        ),
    ),
    promises=(
        Promise(State.CHECKING, OFFICER, 15, Unit.MINUTES),
        Promise(State.SIGNING, BUYER, 1, Unit.WORKING_DAYS),
        Promise(State.PREPARING, OFFICER, 30, Unit.MINUTES),
        Promise(State.SETTLING, BUYER, 7, Unit.CALENDAR_DAYS),
        Promise(State.DELIVERED, OFFICER, 1, Unit.WORKING_DAYS),
        Promise(State.CORRECTING, OFFICER, 1, Unit.WORKING_DAYS),
        Promise(State.CORRECTED, OFFICER, 1, Unit.WORKING_DAYS),
    ),
)
