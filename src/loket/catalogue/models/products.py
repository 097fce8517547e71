"""What is offered for sale, and how."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from loket.catalogue.models.layers import AreaLayer
from loket.catalogue.models.surveys import Edition
from loket.people.models import Office, User
from loket.rules.wording import Text


class Kind(models.TextChoices):
    MICRODATA = "microdata", _("Data mikro")
    AREA_MAP = "area_map", _("Peta digital wilayah kerja statistik")


class Product(models.Model):
    """An edition or a map layer on sale: under which tariff line, in which forms."""

    code = models.SlugField(max_length=48, unique=True)
    kind = models.CharField(max_length=9, choices=Kind)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="products")
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, related_name="products"
    )
    layer = models.ForeignKey(
        AreaLayer, on_delete=models.PROTECT, null=True, related_name="products"
    )
    title_id = models.CharField(max_length=250)
    title_en = models.CharField(max_length=250, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    tariff_class = models.CharField(max_length=32)
    tariff_format = models.CharField(max_length=16, default="dbf")  # whose bytes are counted
    formats = models.JSONField(default=list)  # what the buyer may choose, the first is proposed
    sold_fullset = models.BooleanField(default=True)
    sold_by_variables = models.BooleanField(default=False)
    fullset_bytes = models.PositiveBigIntegerField(null=True)  # in the tariff format
    area_level = models.CharField(max_length=10, blank=True)  # finest region a buyer may choose
    fingerprint = models.JSONField(default=dict)  # which marks each copy carries
    sample_policy = models.JSONField(default=dict)  # {"mode": "real", "k": …}; {}: no real rows
    on_sale = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=250, blank=True)
    revision = models.PositiveIntegerField(default=0)
    search_text = models.TextField()

    class Meta:
        ordering = ["-year", "title_id"]
        constraints = [
            models.CheckConstraint(
                name="product_is_one_thing",
                condition=Q(kind="microdata", edition__isnull=False, layer__isnull=True)
                | Q(kind="area_map", edition__isnull=True, layer__isnull=False),
            ),
            models.CheckConstraint(
                name="product_is_sold_somehow",
                condition=Q(sold_fullset=True) | Q(sold_by_variables=True),
            ),
            models.CheckConstraint(
                name="product_map_is_sold_whole",
                condition=Q(kind="microdata") | Q(sold_fullset=True, sold_by_variables=False),
            ),
            models.CheckConstraint(
                name="product_on_sale_is_published",
                condition=Q(on_sale=False)
                | Q(published_at__isnull=False, withdrawn_at__isnull=True),
            ),
        ]
        indexes = [models.Index(name="product_on_sale", fields=["on_sale", "kind", "-year"])]

    def __str__(self) -> str:
        return self.title_id

    @property
    def title(self) -> Text:
        return Text(self.title_id, self.title_en or self.title_id)

    @property
    def is_synthetic(self) -> bool:
        source = self.edition or self.layer
        return source is not None and source.is_synthetic


class ProductChange(models.Model):
    """A change of how a product is sold that needs a second person's agreement."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="changes")
    proposal = models.JSONField()  # column of the product: what it is to be
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    accepted = models.BooleanField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="product_change_one_open",
                fields=["product"],
                condition=Q(accepted__isnull=True),
            ),
            models.CheckConstraint(
                name="product_change_decided_by_another",
                condition=Q(accepted__isnull=True, decided_by__isnull=True)
                | (
                    Q(accepted__isnull=False, decided_by__isnull=False)
                    & ~Q(decided_by=F("requested_by"))
                ),
            ),
        ]
