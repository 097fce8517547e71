import uuid
from django.db import migrations, models

from loket.ledger import guards
from loket.ledger.tables import CreateTogether


class Migration(migrations.Migration):
    replaces = [
        ('documents', '0001_initial'),
        ('documents', '0002_guards'),
    ]

    initial = True

    dependencies = [
        ('ledger', '0002_guards'),
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name='Document',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('kind', models.CharField(max_length=16)),
                    ('number', models.CharField(max_length=40)),
                    ('office', models.CharField(max_length=4)),
                    ('subject', models.CharField(max_length=64)),
                    ('language', models.CharField(max_length=2)),
                    ('data', models.JSONField()),
                    ('template_version', models.CharField(max_length=24)),
                    ('sha256', models.CharField(max_length=64)),
                    ('size', models.PositiveIntegerField()),
                    ('code', models.CharField(max_length=20, unique=True)),
                    ('issued_at', models.DateTimeField()),
                    ('voided_at', models.DateTimeField(null=True)),
                    ('void_reason', models.CharField(blank=True, max_length=200)),
                ],
                options={
                    'indexes': [models.Index(fields=['subject', 'kind'], name='document_by_subject')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('kind', 'number'), name='document_number_once')],
                },
            ),
            migrations.CreateModel(
                name='Upload',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('office', models.CharField(max_length=4)),
                    ('subject', models.CharField(max_length=64)),
                    ('purpose', models.CharField(max_length=16)),
                    ('uploaded_by', models.BigIntegerField()),
                    ('at', models.DateTimeField()),
                    ('content_type', models.CharField(max_length=40)),
                    ('sha256', models.CharField(max_length=64)),
                    ('size', models.PositiveIntegerField()),
                    ('verdict', models.CharField(choices=[('waiting', 'Waiting'), ('clean', 'Clean'), ('refused', 'Refused')], default='waiting', max_length=8)),
                    ('findings', models.JSONField(default=dict)),
                ],
                options={
                    'indexes': [models.Index(fields=['subject', 'purpose'], name='upload_by_subject')],
                },
            ),
        ]),
        guards.immutable(
            "documents_document",
            ["kind", "number", "office", "subject", "data", "sha256", "code", "issued_at"],
        ),
        guards.immutable("documents_upload", ["subject", "purpose", "sha256", "size", "at"]),
    ]
