"""Map layers of statistical work areas, as imported."""

from __future__ import annotations

from django.db import models

from loket.rules.wording import Text


class AreaLayer(models.Model):
    """One layer: the work areas of one level within one area, in one release of its shapes."""

    code = models.SlugField(max_length=36)
    release = models.CharField(max_length=12, default="1")
    title_id = models.CharField(max_length=250)
    title_en = models.CharField(max_length=250, blank=True)
    level = models.CharField(max_length=10)  # the division: kecamatan, desa
    area_code = models.CharField(max_length=16, blank=True)  # what it covers; "" is Indonesia
    period = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=200, blank=True)
    features = models.PositiveIntegerField()
    crs = models.CharField(max_length=20)
    bbox = models.JSONField()  # west, south, east, north in degrees
    attributes = models.JSONField(default=list)  # {"name", "kind"}
    code_column = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    folder = models.CharField(max_length=100, unique=True)  # below LOKET_MASTERS
    file_name = models.CharField(max_length=100)
    preview_name = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    quality = models.JSONField(default=dict)
    is_synthetic = models.BooleanField(default=False)
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ["code", "-imported_at"]
        constraints = [
            models.UniqueConstraint(name="area_layer_release_once", fields=["code", "release"]),
            models.CheckConstraint(
                name="area_layer_level_is_known",
                condition=models.Q(
                    level__in=["province", "kabupaten", "kecamatan", "desa", "sls", "subsls"]
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title_id

    @property
    def title(self) -> Text:
        return Text(self.title_id, self.title_en or self.title_id)


class LayerArea(models.Model):
    """One work area of a layer."""

    layer = models.ForeignKey(AreaLayer, on_delete=models.CASCADE, related_name="areas")
    code = models.CharField(max_length=16)
    name = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=10, blank=True)  # desa or kelurahan, where known

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(name="layer_area_once", fields=["layer", "code"])]

    def __str__(self) -> str:
        return self.name or self.code
