import uuid
from django.db import migrations, models

from loket.ledger import guards
from loket.ledger.tables import CreateTogether


class Migration(migrations.Migration):
    replaces = [
        ('ledger', '0001_initial'),
        ('ledger', '0002_guards'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name='Event',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('office', models.CharField(max_length=4)),
                    ('seq', models.PositiveBigIntegerField()),
                    ('previous', models.CharField(max_length=64)),
                    ('hash', models.CharField(max_length=64)),
                    ('at', models.DateTimeField()),
                    ('person', models.BigIntegerField(null=True)),
                    ('role', models.CharField(max_length=16)),
                    ('action', models.CharField(max_length=48)),
                    ('subject', models.CharField(max_length=64)),
                    ('revision', models.PositiveIntegerField(null=True)),
                    ('request_id', models.CharField(max_length=36)),
                    ('payload', models.TextField()),
                ],
                options={
                    'indexes': [models.Index(fields=['subject', 'id'], name='event_by_subject')],
                    'constraints': [models.UniqueConstraint(fields=('office', 'seq'), name='event_place_in_chain'), models.UniqueConstraint(condition=models.Q(('revision__isnull', False)), fields=('subject', 'revision'), name='event_one_for_each_revision')],
                },
            ),
            migrations.CreateModel(
                name='ChainHead',
                fields=[
                    ('office', models.CharField(max_length=4, primary_key=True, serialize=False)),
                    ('seq', models.PositiveBigIntegerField(default=0)),
                    ('hash', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
                ],
            ),
            migrations.CreateModel(
                name='Checkpoint',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('office', models.CharField(max_length=4)),
                    ('size', models.PositiveBigIntegerField()),
                    ('root', models.CharField(max_length=64)),
                    ('at', models.DateTimeField()),
                    ('text', models.TextField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('office', 'size'), name='checkpoint_once_per_size')],
                },
            ),
            migrations.CreateModel(
                name='Series',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=24)),
                    ('office', models.CharField(max_length=4)),
                    ('period', models.CharField(max_length=16)),
                    ('last', models.PositiveBigIntegerField(default=0)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('kind', 'office', 'period'), name='series_one_counter')],
                },
            ),
            migrations.CreateModel(
                name='Message',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                    ('topic', models.CharField(max_length=16)),
                    ('name', models.CharField(max_length=48)),
                    ('office', models.CharField(max_length=4)),
                    ('subject', models.CharField(max_length=64)),
                    ('payload', models.JSONField(default=dict)),
                    ('dedupe_key', models.CharField(max_length=128, unique=True)),
                    ('created_at', models.DateTimeField()),
                    ('due_at', models.DateTimeField()),
                    ('attempts', models.PositiveIntegerField(default=0)),
                    ('leased_until', models.DateTimeField(null=True)),
                    ('done_at', models.DateTimeField(null=True)),
                    ('dead_at', models.DateTimeField(null=True)),
                    ('last_error', models.CharField(blank=True, max_length=300)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('dead_at__isnull', True), ('done_at__isnull', True)), fields=['due_at'], name='message_due'), models.Index(fields=['subject'], name='message_by_subject')],
                },
            ),
            migrations.CreateModel(
                name='Answer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('account', models.CharField(max_length=64)),
                    ('route', models.CharField(max_length=96)),
                    ('key', models.CharField(max_length=64)),
                    ('body_hash', models.CharField(max_length=64)),
                    ('at', models.DateTimeField()),
                    ('status', models.PositiveSmallIntegerField(null=True)),
                    ('location', models.CharField(blank=True, max_length=500)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('account', 'route', 'key'), name='answer_once_per_key')],
                },
            ),
        ]),
        guards.append_only("ledger_event"),
        guards.append_only("ledger_checkpoint"),
        guards.no_delete("ledger_series"),
        guards.immutable("ledger_message", ["topic", "name", "office", "subject", "dedupe_key"]),
    ]
