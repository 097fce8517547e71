"""Actions that both channels share: paying, receipts, corrections, ratings, taking back."""

from __future__ import annotations

from collections.abc import Iterable

from loket.process.vocabulary import Action, Actor, Fact, State, Trait, may

AFTER_DELIVERY = frozenset({State.DELIVERED, State.COMPLETED})


def billing_actions(*, domestic_only: bool) -> tuple[Action, ...]:
    """Issue a SIMPONI billing code and take note of its payment."""
    traits = {Trait.PAYING, Trait.DOMESTIC} if domestic_only else {Trait.PAYING}
    return (
        may(
            (Actor.TREASURER, Actor.SYSTEM),
            "issue_billing",
            ("Terbitkan kode billing", "Issue a billing code"),
            at=State.SETTLING,
            not_after={Fact.PAID},
            only_for=traits,
            letters=["billing_issued"],
        ),
        may(
            (Actor.TREASURER, Actor.SYSTEM),
            "confirm_billing",
            ("Billing terbayar", "Billing code paid"),
            at=State.SETTLING,
            not_after={Fact.PAID},
            gives={Fact.PAID},
            only_for=traits,
            letters=["payment_received"],
        ),
    )


def transfer_actions() -> tuple[Action, ...]:
    return (
        may(
            Actor.BUYER,
            "send_transfer_proof",
            ("Unggah bukti transfer", "Upload the proof of transfer"),
            at=State.SETTLING,
            not_after={Fact.PAID, Fact.TRANSFER_PROOF_RECEIVED},
            gives={Fact.TRANSFER_PROOF_RECEIVED},
            only_for={Trait.FOREIGN, Trait.PAYING},
        ),
        may(
            Actor.TREASURER,
            "refuse_transfer",
            ("Bukti transfer tidak cocok", "The proof does not match"),
            at=State.SETTLING,
            needs={Fact.TRANSFER_PROOF_RECEIVED},
            not_after={Fact.PAID},
            takes={Fact.TRANSFER_PROOF_RECEIVED},
            only_for={Trait.FOREIGN, Trait.PAYING},
            letters=["transfer_refused"],
        ),
        may(
            Actor.TREASURER,
            "confirm_transfer",
            ("Transfer diterima", "Transfer received"),
            at=State.SETTLING,
            needs={Fact.TRANSFER_PROOF_RECEIVED},
            not_after={Fact.PAID},
            gives={Fact.PAID},
            only_for={Trait.FOREIGN, Trait.PAYING},
            letters=["payment_received"],
        ),
    )


def take_cash() -> Action:
    return may(
        Actor.TREASURER,
        "take_cash",
        ("Terima pembayaran tunai", "Take cash"),
        at=State.SETTLING,
        not_after={Fact.PAID},
        gives={Fact.PAID},
        only_for={Trait.PAYING},
        letters=["payment_received"],
    )


def reduction_actions() -> tuple[Action, ...]:
    """Decide on a lower tariff: all of it off, a part of it, or none."""
    return (
        may(
            Actor.APPROVER,
            "approve_zero_tariff",
            ("Setujui tarif nol rupiah", "Approve the zero tariff"),
            at=State.SETTLING,
            not_after={Fact.PAID},
            gives={Fact.PAID},
            only_for={Trait.ZERO_TARIFF},
            letters=["zero_tariff_approved"],
        ),
        may(
            Actor.APPROVER,
            "grant_reduction",
            ("Setujui keringanan sebagian", "Grant a partial reduction"),
            at=State.SETTLING,
            not_after={Fact.PAID},
            only_for={Trait.ZERO_TARIFF},
            becomes={Trait.PAYING},
            ceases={Trait.ZERO_TARIFF},
            letters=["reduction_granted"],
        ),
        may(
            Actor.APPROVER,
            "refuse_reduction",
            ("Tolak keringanan tarif", "Refuse the lower tariff"),
            at=State.SETTLING,
            not_after={Fact.PAID},
            only_for={Trait.ZERO_TARIFF},
            becomes={Trait.PAYING},
            ceases={Trait.ZERO_TARIFF},
            letters=["reduction_refused"],
        ),
    )


def kuitansi() -> Action:
    return may(
        Actor.TREASURER,
        "issue_kuitansi",
        ("Buat kuitansi", "Issue the receipt"),
        at=State.SETTLING,
        needs={Fact.PAID},
        not_after={Fact.KUITANSI_ISSUED},
        gives={Fact.KUITANSI_ISSUED},
    )


def correction_actions(reporters: Iterable[Actor]) -> tuple[Action, ...]:
    return (
        may(
            reporters,
            "report_error",
            ("Laporkan kesalahan data", "Report an error in the data"),
            at=State.DELIVERED,
            to=State.CORRECTING,
            letters=["error_reported"],
        ),
        may(
            Actor.SYSTEM,
            "finish_correction",
            ("Perbaikan selesai", "Repair finished"),
            at=State.CORRECTING,
            to=State.CORRECTED,
        ),
        may(
            Actor.OFFICER,
            "redeliver",
            ("Serahkan data perbaikan", "Hand over the repaired data"),
            at=State.CORRECTED,
            to=State.DELIVERED,
            letters=["data_delivered"],
        ),
    )


def undo_actions() -> tuple[Action, ...]:
    return (
        may(
            Actor.OFFICER,
            "undo_sppd",
            ("Tarik catatan penerimaan SPPD", "Take back the agreement's receipt"),
            at=State.SETTLING,
            needs={Fact.SPPD_RECEIVED},
            takes={Fact.SPPD_RECEIVED, Fact.SPPD_UPLOADED},
        ),
    )


def finish_preparing() -> Action:
    return may(
        Actor.SYSTEM,
        "finish_preparing",
        ("Data selesai disiapkan", "Data prepared"),
        at=State.PREPARING,
        not_after={Fact.PREPARED, Fact.RELEASE_ASKED},
        gives={Fact.PREPARED},
    )


def release_actions() -> tuple[Action, ...]:
    """What the check of the extract leaves to a person: may these data leave at all."""
    return (
        may(
            Actor.SYSTEM,
            "ask_release",
            ("Pemeriksaan pelepasan meminta keputusan", "The release check asks for a decision"),
            at=State.PREPARING,
            not_after={Fact.PREPARED, Fact.RELEASE_ASKED},
            gives={Fact.RELEASE_ASKED},
        ),
        may(
            Actor.APPROVER,
            "approve_release",
            ("Setujui pelepasan data", "Approve the release"),
            at=State.PREPARING,
            needs={Fact.RELEASE_ASKED},
            not_after={Fact.PREPARED},
            gives={Fact.PREPARED},
        ),
        may(
            Actor.APPROVER,
            "refuse_release",
            ("Tolak pelepasan data", "Refuse the release"),
            at=State.PREPARING,
            to=State.CANCELLED,
            needs={Fact.RELEASE_ASKED},
            not_after={Fact.PREPARED},
            letters=["release_refused"],
        ),
    )


def rate() -> Action:
    return may(
        Actor.BUYER,
        "rate",
        ("Beri penilaian", "Rate the service"),
        at=AFTER_DELIVERY,
        not_after={Fact.RATED},
        gives={Fact.RATED},
    )


def relink(actors: Iterable[Actor]) -> Action:
    return may(
        actors,
        "relink",
        ("Minta tautan ulang", "Ask for the link again"),
        at=AFTER_DELIVERY,
        letters=["link_renewed"],
    )


def follow_up() -> Action:
    return may(
        Actor.OFFICER,
        "follow_up",
        ("Tindak lanjuti umpan balik", "Follow up the feedback"),
        at=AFTER_DELIVERY,
        needs={Fact.RATED},
        letters=["feedback_followed_up"],
    )
