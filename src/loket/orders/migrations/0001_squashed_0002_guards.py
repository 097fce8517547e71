import django.db.models.deletion
import loket.process.vocabulary
import uuid
from django.conf import settings
from django.db import migrations, models

from loket.ledger import guards
from loket.ledger.tables import CreateTogether

# An order may change state only together with its event, along a legal move, one revision
# at a time. The event is written first, in the same transaction.
CHANGED = (
    "OLD.state IS DISTINCT FROM NEW.state OR OLD.facts IS DISTINCT FROM NEW.facts "
    "OR OLD.revision IS DISTINCT FROM NEW.revision"
)
SUBJECT_SQLITE = (
    "'order:' || substr(NEW.public_id,1,8) || '-' || substr(NEW.public_id,9,4) || '-' || "
    "substr(NEW.public_id,13,4) || '-' || substr(NEW.public_id,17,4) || '-' || "
    "substr(NEW.public_id,21)"
)
SUBJECT_POSTGRESQL = "'order:' || NEW.public_id::text"
LEGAL = (
    "NEW.revision = OLD.revision + 1 AND EXISTS (SELECT 1 FROM ledger_event e "
    "JOIN orders_legalmove m ON m.action = e.action WHERE e.subject = {subject} "
    "AND e.revision = NEW.revision AND m.channel = NEW.channel "
    "AND m.process_version = NEW.process_version "
    "AND m.from_state = OLD.state AND m.to_state = NEW.state)"
)
SQLITE = [
    "DROP TRIGGER IF EXISTS orders_order_moves_legally",
    "CREATE TRIGGER orders_order_moves_legally BEFORE UPDATE ON orders_order FOR EACH ROW "
    f"WHEN ({CHANGED}) BEGIN SELECT RAISE(ABORT, 'loket: refused by the database: "
    f"orders_order_moves_legally') WHERE NOT ({LEGAL.format(subject=SUBJECT_SQLITE)}); END",
]
POSTGRESQL = [
    "CREATE OR REPLACE FUNCTION orders_order_moves_legally() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$BEGIN IF NOT ({LEGAL.format(subject=SUBJECT_POSTGRESQL)}) THEN "
    "RAISE EXCEPTION 'loket: refused by the database: orders_order_moves_legally' "
    "USING ERRCODE = '23514'; END IF; RETURN NEW; END$$",
    "DROP TRIGGER IF EXISTS orders_order_moves_legally ON orders_order",
    "CREATE TRIGGER orders_order_moves_legally BEFORE UPDATE ON orders_order FOR EACH ROW "
    f"WHEN ({CHANGED}) EXECUTE FUNCTION orders_order_moves_legally()",
]


class Migration(migrations.Migration):
    replaces = [
        ('orders', '0001_initial'),
        ('orders', '0002_guards'),
    ]

    initial = True

    dependencies = [
        ('counter', '0001_initial'),
        ('ledger', '0002_guards'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name='Order',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('reference', models.CharField(max_length=20, null=True, unique=True)),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='people.office')),
                    ('buyer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to=settings.AUTH_USER_MODEL)),
                    ('visit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='counter.visit')),
                    ('channel', models.CharField(choices=[('walk_in', 'walk_in'), ('online', 'online')], max_length=8)),
                    ('process_version', models.CharField(max_length=8)),
                    ('language', models.CharField(default='id', max_length=2)),
                    ('state', models.CharField(choices=[(loket.process.vocabulary.State['DRAFT'], loket.process.vocabulary.State['DRAFT']), (loket.process.vocabulary.State['CHECKING'], loket.process.vocabulary.State['CHECKING']), (loket.process.vocabulary.State['SIGNING'], loket.process.vocabulary.State['SIGNING']), (loket.process.vocabulary.State['PREPARING'], loket.process.vocabulary.State['PREPARING']), (loket.process.vocabulary.State['OFFERED'], loket.process.vocabulary.State['OFFERED']), (loket.process.vocabulary.State['SETTLING'], loket.process.vocabulary.State['SETTLING']), (loket.process.vocabulary.State['DELIVERED'], loket.process.vocabulary.State['DELIVERED']), (loket.process.vocabulary.State['CORRECTING'], loket.process.vocabulary.State['CORRECTING']), (loket.process.vocabulary.State['CORRECTED'], loket.process.vocabulary.State['CORRECTED']), (loket.process.vocabulary.State['COMPLETED'], loket.process.vocabulary.State['COMPLETED']), (loket.process.vocabulary.State['REFERRED'], loket.process.vocabulary.State['REFERRED']), (loket.process.vocabulary.State['CANCELLED'], loket.process.vocabulary.State['CANCELLED'])], default=loket.process.vocabulary.State['DRAFT'], max_length=12)),
                    ('facts', models.JSONField(default=list)),
                    ('traits', models.JSONField(default=list)),
                    ('revision', models.PositiveIntegerField(default=0)),
                    ('round', models.PositiveSmallIntegerField(default=0)),
                    ('created_at', models.DateTimeField()),
                    ('submitted_at', models.DateTimeField(null=True)),
                    ('state_since', models.DateTimeField()),
                    ('due_at', models.DateTimeField(null=True)),
                    ('delivered_at', models.DateTimeField(null=True)),
                    ('completed_at', models.DateTimeField(null=True)),
                    ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='orders_served', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-created_at'],
                    'indexes': [models.Index(fields=['office', 'state', 'due_at'], name='order_work_list'), models.Index(fields=['buyer', '-created_at'], name='order_by_buyer')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', [loket.process.vocabulary.State['DRAFT'], loket.process.vocabulary.State['CHECKING'], loket.process.vocabulary.State['SIGNING'], loket.process.vocabulary.State['PREPARING'], loket.process.vocabulary.State['OFFERED'], loket.process.vocabulary.State['SETTLING'], loket.process.vocabulary.State['DELIVERED'], loket.process.vocabulary.State['CORRECTING'], loket.process.vocabulary.State['CORRECTED'], loket.process.vocabulary.State['COMPLETED'], loket.process.vocabulary.State['REFERRED'], loket.process.vocabulary.State['CANCELLED']])), name='order_state_is_known'), models.CheckConstraint(condition=models.Q(('channel__in', ['walk_in', 'online'])), name='order_channel_is_known'), models.CheckConstraint(condition=models.Q(('reference__isnull', False), ('state__in', [loket.process.vocabulary.State['DRAFT'], loket.process.vocabulary.State['CANCELLED']]), _connector='OR'), name='order_reference_once_submitted'), models.CheckConstraint(condition=models.Q(('round__lte', 1)), name='order_one_revision_round')],
                },
            ),
            migrations.CreateModel(
                name='Item',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='orders.order')),
                    ('position', models.PositiveSmallIntegerField()),
                    ('kind', models.CharField(choices=[('microdata', 'microdata'), ('area_map', 'area_map')], max_length=9)),
                    ('product_code', models.CharField(max_length=64)),
                    ('title', models.CharField(max_length=250)),
                    ('definition', models.TextField()),
                    ('definition_hash', models.CharField(max_length=64)),
                    ('replaced_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ['position'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('replaced_at__isnull', True)), fields=('order', 'position'), name='item_position_once')],
                },
            ),
            migrations.CreateModel(
                name='LegalMove',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('channel', models.CharField(max_length=8)),
                    ('process_version', models.CharField(max_length=8)),
                    ('action', models.CharField(max_length=32)),
                    ('from_state', models.CharField(max_length=12)),
                    ('to_state', models.CharField(max_length=12)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('channel', 'process_version', 'action', 'from_state', 'to_state'), name='legal_move_once')],
                },
            ),
        ]),
        guards.run(SQLITE, POSTGRESQL),
        guards.append_only("orders_legalmove"),
    ]
