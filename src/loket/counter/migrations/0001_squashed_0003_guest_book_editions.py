import django.core.validators
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from loket.ledger import guards
from loket.ledger.tables import CreateTogether

STEP = "NEW.revision <> OLD.revision + 1 AND OLD.state IS DISTINCT FROM NEW.state"
NAME = "counter_ticket_moves_by_one"
REFUSED = f"{guards.REFUSED}: {NAME}"


class Migration(migrations.Migration):
    replaces = [
        ('counter', '0001_initial'),
        ('counter', '0002_guards'),
        ('counter', '0003_guest_book_editions'),
    ]

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name='OfferedService',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='people.office')),
                    ('code', models.CharField(max_length=1, validators=[django.core.validators.RegexValidator('^[A-Z]$')])),
                    ('name_id', models.CharField(max_length=80)),
                    ('name_en', models.CharField(max_length=80)),
                    ('kind', models.CharField(choices=[('paid_products', 'Penjualan data mikro dan peta digital'), ('consultation', 'Konsultasi statistik'), ('library', 'Perpustakaan'), ('recommendation', 'Rekomendasi kegiatan statistik'), ('other', 'Layanan lainnya')], max_length=16)),
                    ('weight', models.PositiveSmallIntegerField(default=0)),
                    ('promise_minutes', models.PositiveSmallIntegerField(default=10)),
                    ('position', models.PositiveSmallIntegerField(default=0)),
                    ('is_active', models.BooleanField(default=True)),
                ],
                options={
                    'ordering': ['position', 'code'],
                    'constraints': [models.UniqueConstraint(fields=('office', 'code'), name='service_letter_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['paid_products', 'consultation', 'library', 'recommendation', 'other'])), name='service_kind_is_known'), models.CheckConstraint(condition=models.Q(('promise_minutes__gte', 1)), name='service_promise_is_positive')],
                },
            ),
            migrations.CreateModel(
                name='ServiceCounter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counters', to='people.office')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='counters', to=settings.AUTH_USER_MODEL)),
                    ('staffed_since', models.DateTimeField(null=True)),
                    ('is_active', models.BooleanField(default=True)),
                    ('services', models.ManyToManyField(related_name='counters', to='counter.offeredservice')),
                ],
                options={
                    'ordering': ['number'],
                    'constraints': [models.UniqueConstraint(fields=('office', 'number'), name='counter_number_once'), models.UniqueConstraint(condition=models.Q(('officer__isnull', False)), fields=('officer',), name='counter_one_for_each_officer'), models.CheckConstraint(condition=models.Q(('number__range', (1, 99))), name='counter_number_is_spoken')],
                },
            ),
            migrations.CreateModel(
                name='PriorityPolicy',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='policies', to='people.office')),
                    ('name', models.CharField(max_length=80)),
                    ('effective_from', models.DateTimeField()),
                    ('priority_run', models.PositiveSmallIntegerField(default=2)),
                    ('ageing_minutes', models.PositiveSmallIntegerField(default=10)),
                    ('cap_minutes', models.PositiveSmallIntegerField(default=45)),
                    ('transferred_keep_arrival', models.BooleanField(default=True)),
                    ('returned_keep_place', models.BooleanField(default=False)),
                    ('adopted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                    ('adopted_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['office', 'effective_from'], name='policy_in_force')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('priority_run__gte', 1)), name='policy_run_is_positive')],
                },
            ),
            migrations.CreateModel(
                name='GuestBookEdition',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guest_books', to='people.office')),
                    ('number', models.PositiveIntegerField()),
                    ('questions', models.JSONField()),
                    ('changed', models.JSONField(default=list)),
                    ('adopted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                    ('adopted_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('office', 'number'), name='guest_book_edition_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='guest_book_edition_from_one')],
                },
            ),
            migrations.CreateModel(
                name='Visit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='people.office')),
                    ('opened_at', models.DateTimeField()),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('guest', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to=settings.AUTH_USER_MODEL)),
                    ('identity_checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits_checked', to=settings.AUTH_USER_MODEL)),
                    ('identity_checked_at', models.DateTimeField(null=True)),
                    ('language', models.CharField(default='id', max_length=2)),
                    ('origin', models.CharField(max_length=8)),
                    ('name', models.CharField(max_length=120)),
                    ('email', models.CharField(blank=True, max_length=254)),
                    ('phone', models.CharField(blank=True, max_length=24)),
                    ('institution', models.CharField(blank=True, max_length=160)),
                    ('answers', models.JSONField(default=dict)),
                    ('guest_book', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='counter.guestbookedition')),
                    ('priority_reason', models.CharField(blank=True, choices=[('', 'Tidak ada'), ('disability', 'Penyandang disabilitas'), ('elderly', 'Lanjut usia'), ('pregnant', 'Ibu hamil'), ('infant', 'Membawa bayi atau anak kecil')], max_length=12)),
                    ('consent_version', models.CharField(blank=True, max_length=16)),
                    ('consent_at', models.DateTimeField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['office', 'phone'], name='visit_by_phone'), models.Index(fields=['office', 'email'], name='visit_by_email'), models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['office', 'opened_at'], name='visit_open')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('closed_at__isnull', True), ('closed_at__gte', models.F('opened_at')), _connector='OR'), name='visit_closes_after_opening'), models.CheckConstraint(condition=models.Q(('origin__in', ['kiosk', 'desk', 'slip'])), name='visit_origin_is_known'), models.CheckConstraint(condition=models.Q(('priority_reason__in', ['', 'disability', 'elderly', 'pregnant', 'infant'])), name='visit_priority_is_known')],
                },
            ),
            migrations.CreateModel(
                name='Ticket',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='counter.visit')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='people.office')),
                    ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='counter.offeredservice')),
                    ('day', models.DateField()),
                    ('number', models.PositiveIntegerField()),
                    ('state', models.CharField(choices=[('waiting', 'Menunggu'), ('called', 'Dipanggil'), ('serving', 'Dilayani'), ('on_hold', 'Ditunda'), ('transferred', 'Dialihkan'), ('no_show', 'Tidak hadir'), ('done', 'Selesai')], default='waiting', max_length=12)),
                    ('revision', models.PositiveIntegerField(default=0)),
                    ('has_priority', models.BooleanField(default=False)),
                    ('taken_at', models.DateTimeField()),
                    ('queued_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('counter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='counter.servicecounter')),
                    ('reserved_for', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reserved', to='counter.servicecounter')),
                    ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets_served', to=settings.AUTH_USER_MODEL)),
                    ('follows', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='counter.ticket')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('state__in', ('called', 'serving', 'waiting', 'on_hold'))), fields=['office', 'day', 'service'], name='ticket_open'), models.Index(condition=models.Q(('state', 'waiting')), fields=['service', 'day', 'has_priority', 'queued_at'], name='ticket_line'), models.Index(fields=['office', 'day'], name='ticket_by_day')],
                    'constraints': [models.UniqueConstraint(fields=('office', 'service', 'day', 'number'), name='ticket_number_once'), models.UniqueConstraint(condition=models.Q(('state__in', ('called', 'serving'))), fields=('counter',), name='ticket_one_at_a_desk'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'called', 'serving', 'on_hold', 'transferred', 'no_show', 'done'])), name='ticket_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('called', 'serving')), _negated=True), ('counter__isnull', False), _connector='OR'), name='ticket_at_a_desk_has_a_desk'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ('transferred', 'no_show', 'done'))), models.Q(models.Q(('state__in', ('transferred', 'no_show', 'done')), _negated=True), ('ended_at__isnull', True)), _connector='OR'), name='ticket_ended_once_over'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='ticket_number_from_one')],
                },
            ),
            migrations.CreateModel(
                name='Period',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='counter.ticket')),
                    ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='counter.offeredservice')),
                    ('state', models.CharField(choices=[('waiting', 'Menunggu'), ('called', 'Dipanggil'), ('serving', 'Dilayani'), ('on_hold', 'Ditunda'), ('transferred', 'Dialihkan'), ('no_show', 'Tidak hadir'), ('done', 'Selesai')], max_length=12)),
                    ('started_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('counter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='counter.servicecounter')),
                    ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                    ('freed_desk', models.BooleanField(default=False)),
                    ('is_measured', models.BooleanField(default=True)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('freed_desk', True)), fields=['service', 'ended_at'], name='period_freed_desk')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('ticket',), name='period_one_open'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='period_never_negative')],
                },
            ),
            migrations.CreateModel(
                name='PreprintedSlip',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='people.office')),
                    ('day', models.DateField()),
                    ('printed', models.CharField(max_length=12)),
                    ('ticket', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='slip', to='counter.ticket')),
                    ('arrived_at', models.DateTimeField()),
                    ('entered_at', models.DateTimeField()),
                    ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                    ('reason', models.CharField(max_length=120)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('office', 'day', 'printed'), name='slip_once_a_day'), models.CheckConstraint(condition=models.Q(('entered_at__gte', models.F('arrived_at'))), name='slip_entered_after_arrival')],
                },
            ),
            migrations.CreateModel(
                name='Call',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='people.office')),
                    ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='counter.ticket')),
                    ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='counter.offeredservice')),
                    ('counter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='counter.servicecounter')),
                    ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                    ('day', models.DateField()),
                    ('reason', models.CharField(choices=[('first_come', 'Paling lama menunggu'), ('weight', 'Layanan didahulukan menurut kebijakan'), ('priority', 'Tamu prioritas'), ('ratio', 'Giliran tamu umum setelah tamu prioritas'), ('cap', 'Menunggu melewati batas kebijakan'), ('reserved', 'Dialihkan ke loket ini'), ('out_of_order', 'Di luar urutan, dengan alasan petugas'), ('recall', 'Panggilan ulang'), ('resumed', 'Dilanjutkan setelah ditunda')], max_length=12)),
                    ('note', models.CharField(blank=True, max_length=200)),
                    ('policy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='counter.prioritypolicy')),
                    ('waiting', models.PositiveIntegerField(default=0)),
                    ('passed_over', models.PositiveIntegerField(default=0)),
                    ('promise_from', models.DateTimeField(null=True)),
                    ('promise_until', models.DateTimeField(null=True)),
                    ('promise_kept', models.BooleanField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['office', 'day'], name='call_by_day'), models.Index(fields=['office', '-id'], name='call_latest'), models.Index(fields=['service', '-id'], name='call_latest_of_queue')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('reason', 'out_of_order'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='call_out_of_order_says_why')],
                },
            ),
            migrations.CreateModel(
                name='CauseCode',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cause_codes', to='people.office')),
                    ('code', models.SlugField(max_length=24)),
                    ('label_id', models.CharField(max_length=120)),
                    ('label_en', models.CharField(max_length=120)),
                    ('is_active', models.BooleanField(default=True)),
                ],
                options={
                    'ordering': ['code'],
                    'constraints': [models.UniqueConstraint(fields=('office', 'code'), name='cause_once')],
                },
            ),
            migrations.CreateModel(
                name='BreachCause',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('call', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='cause', to='counter.call')),
                    ('code', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='counter.causecode')),
                    ('note', models.CharField(blank=True, max_length=200)),
                    ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                    ('given_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='Board',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('office', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='board', to='people.office')),
                    ('version', models.PositiveBigIntegerField(default=0)),
                ],
            ),
            migrations.CreateModel(
                name='Notice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='people.office')),
                    ('text_id', models.CharField(max_length=200)),
                    ('text_en', models.CharField(blank=True, max_length=200)),
                    ('starts_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ['starts_at', 'id'],
                },
            ),
            migrations.CreateModel(
                name='Kiosk',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kiosks', to='people.office')),
                    ('name', models.CharField(max_length=60)),
                    ('token_hash', models.CharField(max_length=64, unique=True)),
                    ('paper_width', models.PositiveSmallIntegerField(default=80)),
                    ('enrolled_at', models.DateTimeField()),
                    ('revoked_at', models.DateTimeField(null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('paper_width__in', [0, 58, 80])), name='kiosk_paper_is_known')],
                },
            ),
        ]),
        guards.immutable(
            "counter_ticket",
            [
                "public_id",
                "visit_id",
                "office_id",
                "service_id",
                "day",
                "number",
                "taken_at",
                "follows_id",
            ],
        ),
        guards.run(
            [
                f"CREATE TRIGGER {NAME} BEFORE UPDATE ON counter_ticket FOR EACH ROW "
                f"WHEN ({STEP}) BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
            ],
            [
                f"CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = '23514'; END$$",
                f"CREATE TRIGGER {NAME} BEFORE UPDATE ON counter_ticket FOR EACH ROW "
                f"WHEN ({STEP}) EXECUTE FUNCTION {NAME}()",
            ],
        ),
        guards.immutable(
            "counter_period", ["ticket_id", "service_id", "state", "started_at", "counter_id"]
        ),
        guards.immutable("counter_visit", ["public_id", "office_id", "opened_at", "origin"]),
        guards.append_only("counter_call"),
        guards.append_only("counter_prioritypolicy"),
        guards.append_only("counter_preprintedslip"),
        guards.append_only("counter_guestbookedition"),
    ]
