import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from loket.ledger import guards
from loket.ledger.tables import CreateTogether


def trigram_index(table: str) -> tuple[str, ...]:
    return (
        f"CREATE INDEX {table}_search_trigrams ON {table} "
        "USING gin (search_text gin_trgm_ops)",
    )


class Migration(migrations.Migration):
    replaces = [
        ('catalogue', '0001_initial'),
        ('catalogue', '0002_guards'),
        ('catalogue', '0003_tariff_versions'),
        ('catalogue', '0004_tariff_guards'),
        ('catalogue', '0005_product_settings'),
        ('catalogue', '0006_product_guards'),
    ]

    initial = True

    dependencies = [
        ('ledger', '0002_guards'),
        ('people', '0004_reduction_quota'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name='AreaLayer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=36)),
                    ('release', models.CharField(default='1', max_length=12)),
                    ('title_id', models.CharField(max_length=250)),
                    ('title_en', models.CharField(blank=True, max_length=250)),
                    ('level', models.CharField(max_length=10)),
                    ('area_code', models.CharField(blank=True, max_length=16)),
                    ('period', models.CharField(blank=True, max_length=20)),
                    ('source', models.CharField(blank=True, max_length=200)),
                    ('features', models.PositiveIntegerField()),
                    ('crs', models.CharField(max_length=20)),
                    ('bbox', models.JSONField()),
                    ('attributes', models.JSONField(default=list)),
                    ('code_column', models.CharField(max_length=64)),
                    ('size_bytes', models.PositiveBigIntegerField()),
                    ('folder', models.CharField(max_length=100, unique=True)),
                    ('file_name', models.CharField(max_length=100)),
                    ('preview_name', models.CharField(max_length=100)),
                    ('sha256', models.CharField(max_length=64)),
                    ('quality', models.JSONField(default=dict)),
                    ('is_synthetic', models.BooleanField(default=False)),
                    ('imported_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['code', '-imported_at'],
                    'constraints': [models.UniqueConstraint(fields=('code', 'release'), name='area_layer_release_once'), models.CheckConstraint(condition=models.Q(('level__in', ['province', 'kabupaten', 'kecamatan', 'desa', 'sls', 'subsls'])), name='area_layer_level_is_known')],
                },
            ),
            migrations.CreateModel(
                name='LayerArea',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('layer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='areas', to='catalogue.arealayer')),
                    ('code', models.CharField(max_length=16)),
                    ('name', models.CharField(blank=True, max_length=120)),
                    ('kind', models.CharField(blank=True, max_length=10)),
                ],
                options={
                    'ordering': ['code'],
                    'constraints': [models.UniqueConstraint(fields=('layer', 'code'), name='layer_area_once')],
                },
            ),
            migrations.CreateModel(
                name='Survey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=32, unique=True)),
                    ('title_id', models.CharField(max_length=200)),
                    ('title_en', models.CharField(blank=True, max_length=200)),
                    ('producer', models.CharField(max_length=200)),
                    ('description_id', models.TextField(blank=True)),
                    ('description_en', models.TextField(blank=True)),
                ],
                options={
                    'ordering': ['code'],
                },
            ),
            migrations.CreateModel(
                name='Edition',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='catalogue.survey')),
                    ('code', models.SlugField(max_length=40)),
                    ('release', models.CharField(default='1', max_length=12)),
                    ('title_id', models.CharField(max_length=250)),
                    ('title_en', models.CharField(blank=True, max_length=250)),
                    ('period_start', models.CharField(blank=True, max_length=10)),
                    ('period_end', models.CharField(blank=True, max_length=10)),
                    ('year', models.PositiveSmallIntegerField(null=True)),
                    ('coverage', models.CharField(blank=True, max_length=250)),
                    ('area_level', models.CharField(blank=True, max_length=10)),
                    ('unit_of_analysis', models.CharField(blank=True, max_length=250)),
                    ('abstract_id', models.TextField(blank=True)),
                    ('abstract_en', models.TextField(blank=True)),
                    ('sampling', models.TextField(blank=True)),
                    ('citation', models.TextField(blank=True)),
                    ('is_synthetic', models.BooleanField(default=False)),
                    ('idno', models.CharField(max_length=100)),
                    ('other_idnos', models.JSONField(default=list)),
                    ('rows', models.PositiveBigIntegerField(default=0)),
                    ('size_bytes', models.PositiveBigIntegerField(default=0)),
                    ('master', models.CharField(max_length=100, unique=True)),
                    ('sha256', models.CharField(max_length=64)),
                    ('quality', models.JSONField(default=dict)),
                    ('quality_published_at', models.DateTimeField(null=True)),
                    ('imported_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['-year', 'code', '-imported_at'],
                    'indexes': [models.Index(fields=['year'], name='edition_by_year')],
                    'constraints': [models.UniqueConstraint(fields=('code', 'release'), name='edition_release_once')],
                },
            ),
            migrations.CreateModel(
                name='DataFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='catalogue.edition')),
                    ('position', models.PositiveSmallIntegerField()),
                    ('name', models.CharField(max_length=64)),
                    ('label_id', models.CharField(blank=True, max_length=300)),
                    ('label_en', models.CharField(blank=True, max_length=300)),
                    ('unit', models.CharField(blank=True, max_length=120)),
                    ('rows', models.PositiveBigIntegerField()),
                    ('variable_count', models.PositiveIntegerField()),
                    ('size_bytes', models.PositiveBigIntegerField()),
                    ('keys', models.JSONField(default=list)),
                ],
                options={
                    'ordering': ['position'],
                    'constraints': [models.UniqueConstraint(fields=('edition', 'name'), name='data_file_name_once'), models.UniqueConstraint(fields=('edition', 'position'), name='data_file_position_once')],
                },
            ),
            migrations.CreateModel(
                name='Variable',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='variables', to='catalogue.edition')),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='variables', to='catalogue.datafile')),
                    ('position', models.PositiveIntegerField()),
                    ('name', models.CharField(max_length=64)),
                    ('label_id', models.TextField(blank=True)),
                    ('label_en', models.TextField(blank=True)),
                    ('kind', models.CharField(max_length=8)),
                    ('measure', models.CharField(blank=True, max_length=8)),
                    ('groups', models.JSONField(default=list)),
                    ('question', models.TextField(blank=True)),
                    ('universe', models.TextField(blank=True)),
                    ('notes', models.TextField(blank=True)),
                    ('categories', models.JSONField(default=list)),
                    ('is_key', models.BooleanField(default=False)),
                    ('is_weight', models.BooleanField(default=False)),
                    ('is_design', models.BooleanField(default=False)),
                    ('is_region', models.BooleanField(default=False)),
                    ('is_sensitive', models.BooleanField(default=False)),
                    ('summary', models.JSONField(default=dict)),
                    ('search_text', models.TextField()),
                ],
                options={
                    'ordering': ['file__position', 'position'],
                    'constraints': [models.UniqueConstraint(fields=('file', 'name'), name='variable_name_once'), models.UniqueConstraint(fields=('file', 'position'), name='variable_position_once')],
                },
            ),
            migrations.CreateModel(
                name='EditionRegion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='regions', to='catalogue.edition')),
                    ('code', models.CharField(max_length=16)),
                    ('name', models.CharField(blank=True, max_length=120)),
                ],
                options={
                    'ordering': ['code'],
                    'constraints': [models.UniqueConstraint(fields=('edition', 'code'), name='edition_region_once')],
                },
            ),
            migrations.CreateModel(
                name='Product',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=48, unique=True)),
                    ('kind', models.CharField(choices=[('microdata', 'Data mikro'), ('area_map', 'Peta digital wilayah kerja statistik')], max_length=9)),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='products', to='people.office')),
                    ('edition', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='products', to='catalogue.edition')),
                    ('layer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='products', to='catalogue.arealayer')),
                    ('title_id', models.CharField(max_length=250)),
                    ('title_en', models.CharField(blank=True, max_length=250)),
                    ('year', models.PositiveSmallIntegerField(null=True)),
                    ('tariff_class', models.CharField(max_length=32)),
                    ('tariff_format', models.CharField(default='dbf', max_length=16)),
                    ('formats', models.JSONField(default=list)),
                    ('sold_fullset', models.BooleanField(default=True)),
                    ('sold_by_variables', models.BooleanField(default=False)),
                    ('fullset_bytes', models.PositiveBigIntegerField(null=True)),
                    ('area_level', models.CharField(blank=True, max_length=10)),
                    ('fingerprint', models.JSONField(default=dict)),
                    ('sample_policy', models.JSONField(default=dict)),
                    ('on_sale', models.BooleanField(default=False)),
                    ('published_at', models.DateTimeField(null=True)),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                    ('withdrawn_because', models.CharField(blank=True, max_length=250)),
                    ('revision', models.PositiveIntegerField(default=0)),
                    ('search_text', models.TextField()),
                ],
                options={
                    'ordering': ['-year', 'title_id'],
                    'indexes': [models.Index(fields=['on_sale', 'kind', '-year'], name='product_on_sale')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('edition__isnull', False), ('kind', 'microdata'), ('layer__isnull', True)), models.Q(('edition__isnull', True), ('kind', 'area_map'), ('layer__isnull', False)), _connector='OR'), name='product_is_one_thing'), models.CheckConstraint(condition=models.Q(('sold_fullset', True), ('sold_by_variables', True), _connector='OR'), name='product_is_sold_somehow'), models.CheckConstraint(condition=models.Q(('kind', 'microdata'), models.Q(('sold_by_variables', False), ('sold_fullset', True)), _connector='OR'), name='product_map_is_sold_whole'), models.CheckConstraint(condition=models.Q(('on_sale', False), models.Q(('published_at__isnull', False), ('withdrawn_at__isnull', True)), _connector='OR'), name='product_on_sale_is_published')],
                },
            ),
            migrations.CreateModel(
                name='ProductChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='catalogue.product')),
                    ('proposal', models.JSONField()),
                    ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('requested_at', models.DateTimeField()),
                    ('accepted', models.BooleanField(null=True)),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('accepted__isnull', True)), fields=('product',), name='product_change_one_open'), models.CheckConstraint(condition=models.Q(models.Q(('accepted__isnull', True), ('decided_by__isnull', True)), models.Q(('accepted__isnull', False), ('decided_by__isnull', False), models.Q(('decided_by', models.F('requested_by')), _negated=True)), _connector='OR'), name='product_change_decided_by_another')],
                },
            ),
            migrations.CreateModel(
                name='TariffVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tariff_versions', to='people.office')),
                    ('code', models.CharField(max_length=24)),
                    ('version', models.PositiveSmallIntegerField()),
                    ('record', models.JSONField()),
                    ('digest', models.CharField(max_length=64)),
                    ('effective_from', models.DateField(null=True)),
                    ('effective_to', models.DateField(null=True)),
                    ('revision', models.PositiveIntegerField(default=0)),
                    ('edited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('edited_at', models.DateTimeField()),
                    ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_at', models.DateTimeField(null=True)),
                    ('returned_because', models.CharField(blank=True, max_length=500)),
                    ('adopted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('adopted_at', models.DateTimeField(null=True)),
                    ('discarded_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ['-effective_from', 'code', '-version'],
                    'constraints': [models.UniqueConstraint(fields=('office', 'code', 'version'), name='tariff_version_once'), models.UniqueConstraint(condition=models.Q(('adopted_at__isnull', False)), fields=('office', 'effective_from'), name='tariff_adopted_one_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('adopted_at__isnull', True), ('adopted_by__isnull', True)), models.Q(('adopted_at__isnull', False), ('adopted_by__isnull', False), ('discarded_at__isnull', True), ('effective_from__isnull', False), ('proposed_by__isnull', False), models.Q(('adopted_by', models.F('proposed_by')), _negated=True), models.Q(('adopted_by', models.F('edited_by')), _negated=True)), _connector='OR'), name='tariff_adopted_by_another'), models.CheckConstraint(condition=models.Q(('effective_to__isnull', True), ('effective_to__gte', models.F('effective_from')), _connector='OR'), name='tariff_ends_after_it_begins')],
                },
            ),
        ]),
        # A master that was sold never changes; a correction is another release.
        guards.immutable(
            "catalogue_edition", ["code", "release", "idno", "master", "sha256", "is_synthetic"]
        ),
        guards.immutable(
            "catalogue_arealayer", ["code", "release", "folder", "sha256", "is_synthetic"]
        ),
        # PostgreSQL finds words inside texts by trigrams; SQLite reads the column.
        guards.run(
            sqlite=(),
            postgresql=(
                "CREATE EXTENSION IF NOT EXISTS pg_trgm",
                *trigram_index("catalogue_product"),
                *trigram_index("catalogue_variable"),
            ),
        ),
        # An adopted book never changes; another price is another version.
        guards.final_once("catalogue_tariffversion", "adopted_at"),
        guards.immutable("catalogue_product", ["code", "kind", "office_id"]),
        guards.no_delete("catalogue_productchange"),
    ]
