"""By which channel a billing code was paid, as SIMPONI numbers them."""

from __future__ import annotations

from loket.rules.wording import Text

CHANNELS = {
    "7012": Text("Teller", "Teller"),
    "7010": Text("ATM", "ATM"),
    "7014": Text("Internet banking", "Internet banking"),
    "7015": Text("Mobile banking", "Mobile banking"),
    "7017": Text("EDC", "EDC"),
    "7018": Text("EDC agen", "EDC, agent"),
    "7019": Text("Mobile banking agen", "Mobile banking, agent"),
    "7011": Text("POS", "POS"),
    "7013": Text("Telepon", "Telephone"),
    "7016": Text("Pemindahbukuan", "Overbooking"),
    "7020": Text("Internet (pajak belanja pemda)", "Internet (regional government tax)"),
    "8011": Text("Dompet elektronik", "E-wallet"),
    "8012": Text("Transfer bank", "Bank transfer"),
    "8013": Text("Virtual account", "Virtual account"),
    "8014": Text("Debit langsung", "Direct debit"),
    "8015": Text("Kartu kredit", "Credit card"),
    "6010": Text("Pencatatan paksa", "Force flagging"),
}
