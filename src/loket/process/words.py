"""How stages, facts, traits and actors are called on screens, in letters and in refusals."""

from __future__ import annotations

from loket.process.vocabulary import Actor, Fact, State, Text, Trait, Unit

ACTORS: dict[Actor, Text] = {
    Actor.BUYER: Text("pengguna layanan", "customer"),
    Actor.OFFICER: Text("petugas layanan", "service officer"),
    Actor.TREASURER: Text("bendahara", "treasurer"),
    Actor.APPROVER: Text("pejabat penyetuju", "approving official"),
    Actor.SYSTEM: Text("sistem", "the system"),
}

STATES: dict[State, Text] = {
    State.DRAFT: Text("Disusun", "Draft"),
    State.CHECKING: Text("Pemeriksaan abstraksi", "Checking the statement of use"),
    State.SIGNING: Text("Penandatanganan SPPD", "Signing the data-use agreement"),
    State.PREPARING: Text("Penyiapan data", "Preparing the data"),
    State.OFFERED: Text("Contoh dan invoice dikirim", "Sample and invoice sent"),
    State.SETTLING: Text("Pembayaran dan SPPD", "Payment and agreement"),
    State.DELIVERED: Text("Data diserahkan", "Data handed over"),
    State.CORRECTING: Text("Perbaikan data", "Repairing the data"),
    State.CORRECTED: Text("Data perbaikan siap", "Repaired data ready"),
    State.COMPLETED: Text("Selesai", "Completed"),
    State.REFERRED: Text("Dialihkan ke konsultasi", "Referred to consultation"),
    State.CANCELLED: Text("Dibatalkan", "Cancelled"),
}

# What the order is waiting for while the fact is missing.
AWAITED: dict[Fact, Text] = {
    Fact.PREPARED: Text("data selesai disiapkan", "the data to be prepared"),
    Fact.RELEASE_ASKED: Text(
        "pemeriksaan pelepasan yang meminta keputusan", "a release check that asks for a decision"
    ),
    Fact.REVISION_USED: Text("permintaan revisi", "a revision request"),
    Fact.SPPD_UPLOADED: Text("unggahan SPPD bertanda tangan", "the signed agreement upload"),
    Fact.SPPD_RECEIVED: Text("SPPD bertanda tangan", "the signed data-use agreement"),
    Fact.TRANSFER_PROOF_RECEIVED: Text("bukti transfer", "proof of the transfer"),
    Fact.PAID: Text("pembayaran", "payment"),
    Fact.KUITANSI_ISSUED: Text("kuitansi dari bendahara", "the treasurer's receipt"),
    Fact.RATED: Text("penilaian pengguna layanan", "the customer's rating"),
}

# Why something cannot be done again once the fact is there.
HAPPENED: dict[Fact, Text] = {
    Fact.PREPARED: Text("data sudah disiapkan", "the data are already prepared"),
    Fact.RELEASE_ASKED: Text(
        "data menunggu keputusan pejabat penyetuju",
        "the data wait for the approving official's decision",
    ),
    Fact.REVISION_USED: Text(
        "satu kali kesempatan revisi sudah dipakai", "the single revision has been used"
    ),
    Fact.SPPD_UPLOADED: Text("SPPD sudah diunggah", "the agreement is already uploaded"),
    Fact.SPPD_RECEIVED: Text("SPPD sudah diterima", "the agreement is already received"),
    Fact.TRANSFER_PROOF_RECEIVED: Text(
        "bukti transfer sedang diperiksa bendahara", "the proof is already with the treasurer"
    ),
    Fact.PAID: Text("pembayaran sudah diterima", "payment is already received"),
    Fact.KUITANSI_ISSUED: Text("kuitansi sudah dibuat", "the receipt is already issued"),
    Fact.RATED: Text("penilaian sudah diberikan", "a rating has already been given"),
}

TRAITS: dict[Trait, Text] = {
    Trait.MICRODATA: Text("pesanan berisi data mikro", "orders with microdata"),
    Trait.AREA_MAP: Text("pesanan berisi peta digital", "orders with digital maps"),
    Trait.DOMESTIC: Text("pengguna di dalam negeri", "customers resident in Indonesia"),
    Trait.FOREIGN: Text("pengguna di luar negeri", "customers abroad"),
    Trait.ZERO_TARIFF: Text("permohonan tarif nol rupiah", "zero-tariff requests"),
    Trait.PAYING: Text("pesanan berbayar", "paid orders"),
}

UNITS: dict[Unit, Text] = {
    Unit.WORKING_DAYS: Text("hari kerja", "working days"),
    Unit.CALENDAR_DAYS: Text("hari kalender", "calendar days"),
    Unit.MINUTES: Text("menit", "minutes"),
}
