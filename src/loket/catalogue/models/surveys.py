"""What has been imported: surveys, their editions, files and variables.

The master (Parquet files and their DDI) lies in a folder below `LOKET_MASTERS`; these rows
are what pages and searches need of it. A corrected edition is a new row with the next
release: nothing about a master that was sold ever changes.
"""

from __future__ import annotations

from django.db import models

from loket.rules.wording import Text


class Survey(models.Model):
    """A series of editions, such as Susenas."""

    code = models.SlugField(max_length=32, unique=True)
    title_id = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    producer = models.CharField(max_length=200)
    description_id = models.TextField(blank=True)
    description_en = models.TextField(blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title_id

    @property
    def title(self) -> Text:
        return Text(self.title_id, self.title_en or self.title_id)

    @property
    def description(self) -> Text:
        said = self.description_id or self.description_en
        return Text(said, self.description_en or said)


class Edition(models.Model):
    """One imported study, in one release of its data."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="editions")
    code = models.SlugField(max_length=40)
    release = models.CharField(max_length=12, default="1")
    title_id = models.CharField(max_length=250)
    title_en = models.CharField(max_length=250, blank=True)
    period_start = models.CharField(max_length=10, blank=True)  # ISO: 2024, 2024-03, 2024-03-31
    period_end = models.CharField(max_length=10, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    coverage = models.CharField(max_length=250, blank=True)
    area_level = models.CharField(max_length=10, blank=True)  # finest region in the data
    unit_of_analysis = models.CharField(max_length=250, blank=True)
    abstract_id = models.TextField(blank=True)
    abstract_en = models.TextField(blank=True)
    sampling = models.TextField(blank=True)
    citation = models.TextField(blank=True)
    is_synthetic = models.BooleanField(default=False)
    idno = models.CharField(max_length=100)  # by which definitions name the edition
    other_idnos = models.JSONField(default=list)
    rows = models.PositiveBigIntegerField(default=0)
    size_bytes = models.PositiveBigIntegerField(default=0)  # of the master
    master = models.CharField(max_length=100, unique=True)  # folder below LOKET_MASTERS
    sha256 = models.CharField(max_length=64)  # of the list of the master's files and hashes
    quality = models.JSONField(default=dict)  # the report made at import
    quality_published_at = models.DateTimeField(null=True)
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "code", "-imported_at"]
        constraints = [
            models.UniqueConstraint(name="edition_release_once", fields=["code", "release"]),
        ]
        indexes = [models.Index(name="edition_by_year", fields=["year"])]

    def __str__(self) -> str:
        return self.title_id

    @property
    def title(self) -> Text:
        return Text(self.title_id, self.title_en or self.title_id)

    @property
    def abstract(self) -> Text:
        said = self.abstract_id or self.abstract_en
        return Text(said, self.abstract_en or said)


class DataFile(models.Model):
    """One table of an edition."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=64)
    label_id = models.CharField(max_length=300, blank=True)
    label_en = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=120, blank=True)
    rows = models.PositiveBigIntegerField()
    variable_count = models.PositiveIntegerField()
    size_bytes = models.PositiveBigIntegerField()  # of the master's Parquet file
    keys = models.JSONField(default=list)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="data_file_name_once", fields=["edition", "name"]),
            models.UniqueConstraint(
                name="data_file_position_once", fields=["edition", "position"]
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> Text:
        return Text(self.label_id or self.label_en, self.label_en or self.label_id)


class Variable(models.Model):
    """One column, with the summary that may be shown to everyone."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="variables")
    file = models.ForeignKey(DataFile, on_delete=models.CASCADE, related_name="variables")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=64)
    label_id = models.TextField(blank=True)
    label_en = models.TextField(blank=True)
    kind = models.CharField(max_length=8)  # numeric, text, date, datetime
    measure = models.CharField(max_length=8, blank=True)  # nominal, ordinal, scale
    groups = models.JSONField(default=list)  # headings, outermost first: {"id": …, "en": …}
    question = models.TextField(blank=True)
    universe = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    categories = models.JSONField(default=list)  # {"code", "id", "en", "missing"}
    is_key = models.BooleanField(default=False)
    is_weight = models.BooleanField(default=False)
    is_design = models.BooleanField(default=False)
    is_region = models.BooleanField(default=False)
    is_sensitive = models.BooleanField(default=False)
    summary = models.JSONField(default=dict)  # small cells already suppressed
    search_text = models.TextField()

    class Meta:
        ordering = ["file__position", "position"]
        constraints = [
            models.UniqueConstraint(name="variable_name_once", fields=["file", "name"]),
            models.UniqueConstraint(name="variable_position_once", fields=["file", "position"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> Text:
        return Text(self.label_id or self.label_en, self.label_en or self.label_id)


class EditionRegion(models.Model):
    """A region whose rows can be bought by themselves."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="regions")
    code = models.CharField(max_length=16)
    name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(name="edition_region_once", fields=["edition", "code"])
        ]

    def __str__(self) -> str:
        return self.name or self.code
