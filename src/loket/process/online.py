"""Online channel: the 12 steps of the service standard, each with what carries it out."""

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
    transfer_actions,
    undo_actions,
)
from loket.process.vocabulary import (
    Actor,
    Fact,
    Process,
    Promise,
    State,
    Text,
    Trait,
    Unit,
    carried_elsewhere,
    carried_with,
    may,
    step,
)

BUYER, OFFICER, TREASURER, APPROVER, SYSTEM = Actor

ONLINE = Process(
    channel="online",
    version="2026-11",
    title=Text(
        "Penjualan data mikro dan peta digital (online)",
        "Sale of microdata and digital maps (online)",
    ),
    start=State.DRAFT,
    ends=frozenset({State.COMPLETED, State.CANCELLED}),
    steps=(
        carried_elsewhere(
            "O1",
            "Pengguna layanan masuk ke portal dengan akun yang sudah terverifikasi.",
            "The customer logs in to the portal with a verified account.",
            "people.operations.log_in",
        ),
        step(
            "O2",
            "Pengguna layanan memilih variabel data mikro dan/atau peta digital, lalu "
            "menyampaikan abstraksi penggunaan data.",
            "The customer chooses microdata variables and/or digital maps and submits the "
            "statement of use (abstraksi).",
            may(
                BUYER,
                "submit",
                ("Ajukan permintaan", "Submit the request"),
                at=State.DRAFT,
                to=State.CHECKING,
                letters=["request_received"],
            ),
        ),
        step(
            "O3a",
            "Jika abstraksi sesuai dengan daftar data, petugas menyiapkan data.",
            "If the statement fits the list of data, the officer prepares the data.",
            may(
                OFFICER,
                "accept",
                ("Abstraksi sesuai", "Statement fits"),
                at=State.CHECKING,
                to=State.PREPARING,
                letters=["request_accepted"],
            ),
            finish_preparing(),
        ),
        step(
            "O3b",
            "Jika tidak sesuai, transaksi dibatalkan; pengguna layanan dapat membuat transaksi "
            "baru.",
            "If it does not fit, the transaction is cancelled; the customer may make a new one.",
            may(
                OFFICER,
                "reject",
                ("Abstraksi tidak sesuai", "Statement does not fit"),
                at=State.CHECKING,
                to=State.CANCELLED,
                letters=["request_rejected"],
            ),
        ),
        step(
            "O4",
            "Petugas membuat dan mengirim contoh data, invoice, dan SPPD.",
            "The officer makes and sends the sample, the invoice and the data-use agreement.",
            may(
                OFFICER,
                "send_offer",
                ("Kirim contoh, invoice, dan SPPD", "Send sample, invoice and agreement"),
                at=State.PREPARING,
                to=State.OFFERED,
                needs={Fact.PREPARED},
                letters=["offer_sent"],
                way_out=(
                    "Tunggu penyiapan selesai atau ulangi penyiapan data.",
                    "Wait for the preparation to finish or start it again.",
                ),
            ),
        ),
        carried_with(
            "O5",
            "Khusus data mikro, contoh data dikirim melalui sistem.",
            "For microdata only, the sample is sent through the system.",
            step="O4",
            only_for={Trait.MICRODATA},
        ),
        step(
            "O6",
            "Pengguna layanan memeriksa contoh data.",
            "The customer checks the sample.",
            may(
                BUYER,
                "accept_offer",
                ("Contoh dan invoice sesuai", "Sample and invoice are right"),
                at=State.OFFERED,
                to=State.SETTLING,
                letters=["offer_accepted"],
            ),
        ),
        step(
            "O7",
            "Jika contoh tidak sesuai, diberikan satu kali kesempatan revisi permintaan.",
            "If the sample is not right, the request may be revised once.",
            may(
                BUYER,
                "ask_revision",
                ("Minta revisi", "Ask for a revision"),
                at=State.OFFERED,
                to=State.CHECKING,
                not_after={Fact.REVISION_USED},
                gives={Fact.REVISION_USED},
                takes={Fact.PREPARED, Fact.RELEASE_ASKED},
                only_for={Trait.MICRODATA},
                letters=["revision_received"],
                way_out=(
                    "Anda dapat menerima contoh, atau membatalkan dan membuat permintaan baru.",
                    "You can accept the sample, or withdraw and make a new request.",
                ),
            ),
        ),
        step(
            "O8a",
            "Pengguna layanan di dalam negeri membayar dengan kode billing SIMPONI.",
            "Customers resident in Indonesia pay with a SIMPONI billing code.",
            *billing_actions(domestic_only=True),
            *reduction_actions(),
            only_for={Trait.DOMESTIC},
        ),
        step(
            "O8b",
            "Pengguna layanan di luar negeri membayar dengan transfer dan mengirim bukti bayar.",
            "Customers abroad pay by transfer and send the proof of payment.",
            *transfer_actions(),
            only_for={Trait.FOREIGN},
        ),
        step(
            "O9",
            "Pengguna layanan mengirim dua rangkap SPPD asli yang ditandatangani di atas meterai "
            "Rp10.000, secara fisik atau elektronik.",
            "The customer sends two originals of the agreement, signed on Rp10,000 stamp duty, "
            "by hand or electronically.",
            may(
                BUYER,
                "upload_sppd",
                ("Unggah SPPD bertanda tangan elektronik", "Upload the e-signed agreement"),
                at=State.SETTLING,
                not_after={Fact.SPPD_UPLOADED, Fact.SPPD_RECEIVED},
                gives={Fact.SPPD_UPLOADED},
            ),
            may(
                OFFICER,
                "refuse_sppd",
                ("SPPD unggahan tidak sah", "The uploaded agreement is not valid"),
                at=State.SETTLING,
                needs={Fact.SPPD_UPLOADED},
                not_after={Fact.SPPD_RECEIVED},
                takes={Fact.SPPD_UPLOADED},
                letters=["sppd_refused"],
            ),
            may(
                OFFICER,
                "receive_sppd",
                ("SPPD diterima", "Agreement received"),
                at=State.SETTLING,
                not_after={Fact.SPPD_RECEIVED},
                gives={Fact.SPPD_RECEIVED},
                letters=["sppd_received"],
            ),
        ),
        step(
            "O10",
            "Petugas mengirim kuitansi dan data melalui sistem.",
            "The officer sends the receipt and the data through the system.",
            kuitansi(),
            may(
                OFFICER,
                "deliver",
                ("Kirim kuitansi dan data", "Send receipt and data"),
                at=State.SETTLING,
                to=State.DELIVERED,
                needs={Fact.PAID, Fact.SPPD_RECEIVED, Fact.KUITANSI_ISSUED},
                letters=["data_delivered"],
            ),
            may(
                (BUYER, SYSTEM),
                "complete",
                ("Data sudah benar", "The data are right"),
                at=State.DELIVERED,
                to=State.COMPLETED,
                letters=["order_completed"],
            ),
        ),
        step(
            "O11",
            "Pengguna layanan memberi penilaian dan umpan balik; tautan ulang dilayani paling "
            "lama 30 hari sejak selesai dengan menunjukkan kuitansi.",
            "The customer rates the service; the link can be had again within 30 days of "
            "completion by showing the receipt.",
            rate(),
            relink((BUYER, OFFICER)),
        ),
        step(
            "O12",
            "Petugas menindaklanjuti umpan balik melalui e-mail.",
            "The officer follows up feedback by e-mail.",
            follow_up(),
        ),
    ),
    ours=(
        step(
            "P1",
            "Pengguna layanan dapat membatalkan permintaan selama belum membayar.",
            "The customer may withdraw the request as long as nothing is paid.",
            may(
                BUYER,
                "withdraw",
                ("Batalkan permintaan", "Withdraw the request"),
                at={
                    State.DRAFT,
                    State.CHECKING,
                    State.PREPARING,
                    State.OFFERED,
                    State.SETTLING,
                },
                to=State.CANCELLED,
                not_after={Fact.PAID, Fact.TRANSFER_PROOF_RECEIVED},
                letters=["request_withdrawn"],
                way_out=(
                    "Hubungi kantor untuk pengembalian penerimaan negara.",
                    "Contact the office about a refund of state revenue.",
                ),
            ),
        ),
        step(
            "P2",
            "Permintaan yang tidak ditanggapi sampai batas waktu ditutup oleh sistem.",
            "A request left unanswered past its deadline is closed by the system.",
            may(
                SYSTEM,
                "lapse",
                ("Tutup karena lewat waktu", "Close as lapsed"),
                at={State.OFFERED, State.SETTLING},
                to=State.CANCELLED,
                not_after={Fact.PAID, Fact.TRANSFER_PROOF_RECEIVED},
                letters=["request_lapsed"],
            ),
        ),
        step(
            "P3",
            "Kesalahan data yang dilaporkan setelah penyerahan diperbaiki dan dikirim ulang.",
            "Errors reported after delivery are repaired and the data sent again.",
            *correction_actions((BUYER, OFFICER)),
        ),
        step(
            "P4",
            "Pencatatan yang keliru dapat ditarik kembali sebelum data diserahkan.",
            "A mistaken record can be taken back before the data are handed over.",
            *undo_actions(),
        ),
        step(
            "P5",
            "Data mikro yang memuat variabel peka, wilayah terlalu rinci, atau terlalu sedikit "
            "baris baru dikeluarkan setelah diputuskan pejabat penyetuju.",
            "Microdata with sensitive variables, geography that is too fine, or too few rows are "
            "released only after the approving official has decided.",
            *release_actions(),
        ),
    ),
    promises=(
        Promise(State.CHECKING, OFFICER, 2, Unit.WORKING_DAYS),
        Promise(State.PREPARING, OFFICER, 3, Unit.WORKING_DAYS),
        Promise(State.OFFERED, BUYER, 14, Unit.CALENDAR_DAYS),
        Promise(State.SETTLING, BUYER, 30, Unit.CALENDAR_DAYS),
        Promise(State.DELIVERED, BUYER, 7, Unit.CALENDAR_DAYS),
        Promise(State.CORRECTING, OFFICER, 3, Unit.WORKING_DAYS),
        Promise(State.CORRECTED, OFFICER, 1, Unit.WORKING_DAYS),
    ),
)
