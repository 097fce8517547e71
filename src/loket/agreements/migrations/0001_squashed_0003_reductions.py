import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from loket.ledger import guards
from loket.ledger.tables import CreateTogether


class Migration(migrations.Migration):
    replaces = [
        ('agreements', '0001_initial'),
        ('agreements', '0002_guards'),
        ('agreements', '0003_reductions'),
    ]

    initial = True

    dependencies = [
        ('documents', '0002_guards'),
        ('ledger', '0002_guards'),
        ('orders', '0002_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name='Abstraksi',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='abstraksi', to='orders.order')),
                    ('round', models.PositiveSmallIntegerField(default=0)),
                    ('background', models.TextField(max_length=4000)),
                    ('purpose', models.TextField(max_length=4000)),
                    ('method', models.TextField(max_length=4000)),
                    ('output', models.TextField(max_length=4000)),
                    ('upload', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='documents.upload')),
                    ('signer_name', models.CharField(max_length=120)),
                    ('signer_position', models.CharField(blank=True, max_length=120)),
                    ('signer_rank', models.CharField(max_length=16)),
                    ('written_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('order', 'round'), name='abstraksi_once_a_round')],
                },
            ),
            migrations.CreateModel(
                name='ZeroTariffRequest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='zero_request', to='orders.order')),
                    ('percent', models.DecimalField(decimal_places=2, default=100, max_digits=5)),
                    ('institution', models.CharField(blank=True, max_length=160)),
                    ('segment', models.CharField(blank=True, max_length=20)),
                    ('signatory', models.CharField(blank=True, max_length=120)),
                    ('signatory_position', models.CharField(blank=True, max_length=120)),
                    ('activity', models.CharField(max_length=24)),
                    ('letter_number', models.CharField(max_length=80)),
                    ('letter_on', models.DateField()),
                    ('upload', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='documents.upload')),
                    ('declared_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('percent__gt', 0), ('percent__lte', 100)), name='zero_request_percent_is_part')],
                },
            ),
            migrations.CreateModel(
                name='Review',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='orders.order')),
                    ('round', models.PositiveSmallIntegerField(default=0)),
                    ('fits', models.BooleanField()),
                    ('reason', models.TextField(max_length=2000)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('order', 'round'), name='review_once_a_round')],
                },
            ),
            migrations.CreateModel(
                name='Sppd',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sppds', to='orders.order')),
                    ('number', models.CharField(max_length=40, unique=True)),
                    ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to='documents.document')),
                    ('terms_version', models.CharField(max_length=24)),
                    ('issued_at', models.DateTimeField()),
                    ('superseded_at', models.DateTimeField(null=True)),
                    ('form', models.CharField(blank=True, choices=[('wet', 'wet'), ('electronic', 'electronic')], max_length=10)),
                    ('upload', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='documents.upload')),
                    ('originals', models.PositiveSmallIntegerField(default=0)),
                    ('meterai_serials', models.JSONField(default=list)),
                    ('received_at', models.DateTimeField(null=True)),
                    ('received_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('superseded_at__isnull', True)), fields=('order',), name='sppd_one_in_force'), models.CheckConstraint(condition=models.Q(('received_at__isnull', True), models.Q(('received_by__isnull', False), models.Q(('form', ''), _negated=True)), _connector='OR'), name='sppd_received_in_a_form')],
                },
            ),
            migrations.CreateModel(
                name='MeteraiSerial',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('serial', models.CharField(max_length=40, unique=True)),
                    ('sppd', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meterai', to='agreements.sppd')),
                ],
            ),
        ]),
        guards.append_only("agreements_review"),
        guards.immutable("agreements_sppd", ["order_id", "number", "document_id", "issued_at"]),
    ]
