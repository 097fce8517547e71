import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from loket.ledger import guards
from loket.ledger.tables import CreateTogether


class Migration(migrations.Migration):
    replaces = [
        ('delivery', '0001_initial'),
        ('delivery', '0002_guards'),
        ('delivery', '0003_release_and_leaks'),
        ('delivery', '0004_release_guards'),
    ]

    initial = True

    dependencies = [
        ('agreements', '0002_guards'),
        ('documents', '0002_guards'),
        ('ledger', '0002_guards'),
        ('orders', '0002_guards'),
        ('payments', '0002_guards'),
        ('people', '0005_inquiry_minutes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name='Investigation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='investigations', to='people.office')),
                    ('reason', models.TextField(max_length=2000)),
                    ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('opened_at', models.DateTimeField()),
                    ('suffix', models.CharField(max_length=8)),
                    ('sha256', models.CharField(max_length=64)),
                    ('size', models.PositiveBigIntegerField()),
                    ('blob', models.CharField(max_length=64)),
                    ('blob_size', models.PositiveBigIntegerField()),
                    ('sealed_key', models.TextField()),
                    ('status', models.CharField(choices=[('waiting', 'waiting'), ('done', 'done'), ('failed', 'failed')], default='waiting', max_length=7)),
                    ('result', models.JSONField(default=dict)),
                    ('problem', models.JSONField(default=dict)),
                    ('finished_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ['-opened_at'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('status', 'waiting'), ('finished_at__isnull', False), _connector='OR'), name='investigation_finished_once_done')],
                },
            ),
            migrations.CreateModel(
                name='Package',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='packages', to='orders.order')),
                    ('version', models.PositiveSmallIntegerField()),
                    ('status', models.CharField(choices=[('queued', 'queued'), ('ready', 'ready'), ('failed', 'failed')], default='queued', max_length=6)),
                    ('problem', models.JSONField(default=dict)),
                    ('queued_at', models.DateTimeField()),
                    ('built_at', models.DateTimeField(null=True)),
                    ('manifest', models.JSONField(default=list)),
                    ('measured', models.JSONField(default=list)),
                    ('sha256', models.CharField(blank=True, max_length=64)),
                    ('size', models.PositiveBigIntegerField(default=0)),
                    ('blob', models.CharField(blank=True, max_length=64)),
                    ('blob_size', models.PositiveBigIntegerField(default=0)),
                    ('sealed_key', models.TextField(blank=True)),
                    ('checks', models.JSONField(default=list)),
                    ('check_sha256', models.CharField(blank=True, max_length=64)),
                ],
                options={
                    'ordering': ['version'],
                    'constraints': [models.UniqueConstraint(fields=('order', 'version'), name='package_version_once'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'ready'), _negated=True), models.Q(models.Q(('sha256', ''), _negated=True), models.Q(('blob', ''), _negated=True), ('size__gt', 0)), _connector='OR'), name='package_ready_is_complete')],
                },
            ),
            migrations.CreateModel(
                name='Sample',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='samples', to='orders.order')),
                    ('round', models.PositiveSmallIntegerField()),
                    ('mode', models.CharField(choices=[('structure', 'structure'), ('real', 'real')], default='structure', max_length=9)),
                    ('sha256', models.CharField(max_length=64)),
                    ('size', models.PositiveBigIntegerField()),
                    ('built_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('order', 'round', 'mode'), name='sample_once_a_round')],
                },
            ),
            migrations.CreateModel(
                name='Grant',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='orders.order')),
                    ('package', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='delivery.package')),
                    ('settlement', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='payments.settlement')),
                    ('waiver', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='payments.waiver')),
                    ('sppd', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='agreements.sppd')),
                    ('manifest_sha256', models.CharField(max_length=64)),
                    ('key', models.TextField()),
                    ('opened_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('revoked_at', models.DateTimeField(null=True)),
                    ('downloads_allowed', models.PositiveSmallIntegerField(default=20)),
                ],
                options={
                    'ordering': ['-opened_at'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('settlement__isnull', False), ('waiver__isnull', True)), models.Q(('settlement__isnull', True), ('waiver__isnull', False)), _connector='OR'), name='grant_paid_or_waived')],
                },
            ),
            migrations.CreateModel(
                name='Download',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('grant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='downloads', to='delivery.grant')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                    ('first_byte', models.PositiveBigIntegerField()),
                    ('last_byte', models.PositiveBigIntegerField()),
                    ('is_whole', models.BooleanField()),
                ],
            ),
            migrations.CreateModel(
                name='Handover',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='orders.order')),
                    ('grant', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to='delivery.grant')),
                    ('number', models.CharField(max_length=40, unique=True)),
                    ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to='documents.document')),
                    ('medium', models.CharField(max_length=60)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='ErrorReport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='error_reports', to='orders.order')),
                    ('package', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='error_reports', to='delivery.package')),
                    ('what', models.TextField(max_length=2000)),
                    ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                    ('repaired', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='delivery.package')),
                ],
            ),
            migrations.CreateModel(
                name='ReleaseDecision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='release_decisions', to='orders.order')),
                    ('package', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='release_decisions', to='delivery.package')),
                    ('check_sha256', models.CharField(max_length=64)),
                    ('approved', models.BooleanField()),
                    ('reason', models.TextField(max_length=2000)),
                    ('prepared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['at'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('decided_by', models.F('prepared_by')), _negated=True), name='release_decided_by_another')],
                },
            ),
            migrations.CreateModel(
                name='RealSample',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='real_samples', to='orders.order')),
                    ('round', models.PositiveSmallIntegerField()),
                    ('status', models.CharField(choices=[('asked', 'asked'), ('assessed', 'assessed'), ('approved', 'approved'), ('refused', 'refused'), ('built', 'built'), ('failed', 'failed')], default='asked', max_length=8)),
                    ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('requested_at', models.DateTimeField()),
                    ('assessed_at', models.DateTimeField(null=True)),
                    ('record', models.JSONField(default=list)),
                    ('reasons', models.JSONField(default=list)),
                    ('sha256', models.CharField(blank=True, max_length=64)),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('note', models.TextField(blank=True, max_length=2000)),
                ],
                options={
                    'ordering': ['requested_at'],
                    'constraints': [models.UniqueConstraint(fields=('order', 'round'), name='real_sample_once_a_round'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('requested_by')), _negated=True), _connector='OR'), name='real_sample_approved_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['approved', 'built']), _negated=True), models.Q(('decided_by__isnull', False), models.Q(('sha256', ''), _negated=True), models.Q(('note', ''), _negated=True)), _connector='OR'), name='real_sample_built_once_approved')],
                },
            ),
        ]),
        guards.immutable(
            "delivery_grant",
            ["order_id", "package_id", "settlement_id", "waiver_id", "sppd_id", "manifest_sha256"],
        ),
        guards.append_only("delivery_download"),
        guards.append_only("delivery_handover"),
        guards.no_delete("delivery_errorreport"),
        guards.no_delete("delivery_package"),
        guards.append_only("delivery_releasedecision"),
        guards.no_delete("delivery_realsample"),
        guards.immutable(
            "delivery_investigation", ["public_id", "office_id", "opened_by_id", "sha256", "blob"]
        ),
    ]
