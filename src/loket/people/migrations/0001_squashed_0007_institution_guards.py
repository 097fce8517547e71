import django.core.validators
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from loket.ledger import guards
from loket.ledger.tables import CreateTogether


class Migration(migrations.Migration):
    replaces = [
        ('people', '0001_initial'),
        ('people', '0002_office_change'),
        ('people', '0003_guards'),
        ('people', '0004_reduction_quota'),
        ('people', '0005_inquiry_minutes'),
        ('people', '0006_institutions'),
        ('people', '0007_institution_guards'),
    ]

    initial = True

    dependencies = [
        ('documents', '0002_guards'),
        ('ledger', '0002_guards'),
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name='Office',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=4, unique=True)),
                    ('name', models.CharField(max_length=120)),
                    ('city', models.CharField(max_length=80)),
                    ('address', models.CharField(max_length=250)),
                    ('phone', models.CharField(blank=True, max_length=40)),
                    ('email', models.EmailField(max_length=254)),
                    ('time_zone', models.CharField(choices=[('Asia/Jakarta', 'Asia/Jakarta'), ('Asia/Makassar', 'Asia/Makassar'), ('Asia/Jayapura', 'Asia/Jayapura')], default='Asia/Jakarta', max_length=20)),
                    ('satker', models.CharField(blank=True, max_length=6)),
                    ('tariff_book', models.CharField(default='PP-13-2024', max_length=24)),
                    ('reduction_quota', models.CharField(choices=[('once_a_product', 'Satu kali untuk setiap produk'), ('once', 'Satu kali'), ('unlimited', 'Tidak dibatasi')], default='once_a_product', max_length=16)),
                    ('bank_name', models.CharField(blank=True, max_length=80)),
                    ('bank_account_name', models.CharField(blank=True, max_length=120)),
                    ('bank_account_number', models.CharField(blank=True, max_length=40)),
                    ('bank_swift', models.CharField(blank=True, max_length=11)),
                    ('takes_cash', models.BooleanField(default=True)),
                    ('inquiry_minutes', models.PositiveSmallIntegerField(default=15, validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(1440)])),
                    ('is_active', models.BooleanField(default=True)),
                ],
                options={
                    'ordering': ['code'],
                },
            ),
            migrations.CreateModel(
                name='OpeningHours',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opening_hours', to='people.office')),
                    ('weekday', models.PositiveSmallIntegerField()),
                    ('opens', models.TimeField()),
                    ('closes', models.TimeField()),
                    ('break_starts', models.TimeField(blank=True, null=True)),
                    ('break_ends', models.TimeField(blank=True, null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('office', 'weekday'), name='hours_once_a_weekday'), models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='hours_weekday_is_known'), models.CheckConstraint(condition=models.Q(('opens__lt', models.F('closes'))), name='hours_open_before_close')],
                },
            ),
            migrations.CreateModel(
                name='SpecialDay',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='special_days', to='people.office')),
                    ('day', models.DateField()),
                    ('is_open', models.BooleanField(default=False)),
                    ('reason', models.CharField(max_length=120)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('office', 'day'), name='special_day_once')],
                },
            ),
            migrations.CreateModel(
                name='User',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('email', models.EmailField(max_length=254, unique=True)),
                    ('name', models.CharField(max_length=120)),
                    ('phone', models.CharField(blank=True, max_length=24)),
                    ('language', models.CharField(choices=[('id', 'Bahasa Indonesia'), ('en', 'English')], default='id', max_length=2)),
                    ('segment', models.CharField(choices=[('central_government', 'Instansi pemerintah pusat dan lembaga negara'), ('regional_government', 'Instansi pemerintah daerah'), ('education', 'Perguruan tinggi dan lembaga pendidikan dalam negeri'), ('foreign_mission', 'Perwakilan negara asing'), ('international_body', 'Lembaga internasional'), ('private_body', 'Swasta dan badan usaha'), ('researcher', 'Peneliti perseorangan'), ('student', 'Pelajar dan mahasiswa'), ('general', 'Masyarakat umum')], default='general', max_length=20)),
                    ('institution', models.CharField(blank=True, max_length=160)),
                    ('position', models.CharField(blank=True, max_length=120)),
                    ('address', models.CharField(blank=True, max_length=250)),
                    ('domicile', models.CharField(choices=[('domestic', 'Di dalam negeri'), ('foreign', 'Di luar negeri')], default='domestic', max_length=8)),
                    ('npwp', models.CharField(blank=True, max_length=16)),
                    ('nip', models.CharField(blank=True, max_length=18)),
                    ('email_verified_at', models.DateTimeField(null=True)),
                    ('joined_at', models.DateTimeField(null=True)),
                    ('is_active', models.BooleanField(default=True)),
                    ('sessions_valid_from', models.DateTimeField(null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('language__in', ['id', 'en'])), name='user_language_is_known')],
                },
            ),
            migrations.CreateModel(
                name='OfficeChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='people.office')),
                    ('proposal', models.JSONField()),
                    ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('requested_at', models.DateTimeField()),
                    ('accepted', models.BooleanField(null=True)),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('accepted__isnull', True)), fields=('office',), name='office_change_one_open'), models.CheckConstraint(condition=models.Q(models.Q(('accepted__isnull', True), ('decided_by__isnull', True)), models.Q(('accepted__isnull', False), ('decided_by__isnull', False), models.Q(('decided_by', models.F('requested_by')), _negated=True)), _connector='OR'), name='office_change_decided_by_another')],
                },
            ),
            migrations.CreateModel(
                name='Assignment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to=settings.AUTH_USER_MODEL)),
                    ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='people.office')),
                    ('role', models.CharField(choices=[('officer', 'Petugas layanan'), ('treasurer', 'Bendahara'), ('approver', 'Pejabat penyetuju'), ('office_admin', 'Administrator kantor'), ('system_admin', 'Administrator sistem')], max_length=16)),
                    ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='granted_assignments', to=settings.AUTH_USER_MODEL)),
                    ('granted_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('user', 'office', 'role'), name='assignment_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('granted_by__isnull', True), models.Q(('granted_by', models.F('user')), _negated=True), _connector='OR'), name='assignment_is_granted_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('office__isnull', True), ('role', 'system_admin')), models.Q(('office__isnull', False), models.Q(('role', 'system_admin'), _negated=True)), _connector='OR'), name='assignment_office_unless_system_admin')],
                },
            ),
            migrations.CreateModel(
                name='EmailProof',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('email', models.EmailField(max_length=254)),
                    ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='email_proofs', to=settings.AUTH_USER_MODEL)),
                    ('purpose', models.CharField(choices=[('verify', 'verify'), ('reset', 'reset'), ('pusdatin', 'pusdatin')], max_length=8)),
                    ('token_hash', models.CharField(max_length=64, unique=True)),
                    ('password', models.CharField(blank=True, max_length=128)),
                    ('profile', models.JSONField(default=dict)),
                    ('created_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('used_at', models.DateTimeField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['email', 'created_at'], name='proof_by_address')],
                },
            ),
            migrations.CreateModel(
                name='LoginAttempt',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('account_hash', models.CharField(max_length=64)),
                    ('source_hash', models.CharField(max_length=64)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['account_hash', 'at'], name='attempt_by_account'), models.Index(fields=['source_hash', 'at'], name='attempt_by_source')],
                },
            ),
            migrations.CreateModel(
                name='Institution',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('name', models.CharField(max_length=160)),
                    ('name_key', models.CharField(max_length=500, unique=True)),
                    ('category', models.CharField(choices=[('central_government', 'Instansi pemerintah pusat dan lembaga negara'), ('regional_government', 'Instansi pemerintah daerah'), ('education', 'Perguruan tinggi dan lembaga pendidikan dalam negeri'), ('foreign_mission', 'Perwakilan negara asing'), ('international_body', 'Lembaga internasional')], max_length=20)),
                    ('email', models.EmailField(blank=True, max_length=254)),
                    ('head', models.CharField(blank=True, max_length=120)),
                    ('head_position', models.CharField(blank=True, max_length=120)),
                    ('evidence', models.CharField(max_length=300)),
                    ('letter_number', models.CharField(blank=True, max_length=80)),
                    ('verified_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('verified_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['name'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('email',), name='institution_address_once'), models.CheckConstraint(condition=models.Q(('category__in', ['central_government', 'regional_government', 'education', 'foreign_mission', 'international_body'])), name='institution_is_entitled')],
                },
            ),
            migrations.CreateModel(
                name='InstitutionRequest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='institution_requests', to=settings.AUTH_USER_MODEL)),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.office')),
                    ('name', models.CharField(max_length=160)),
                    ('category', models.CharField(choices=[('central_government', 'Instansi pemerintah pusat dan lembaga negara'), ('regional_government', 'Instansi pemerintah daerah'), ('education', 'Perguruan tinggi dan lembaga pendidikan dalam negeri'), ('foreign_mission', 'Perwakilan negara asing'), ('international_body', 'Lembaga internasional')], max_length=20)),
                    ('email', models.EmailField(max_length=254)),
                    ('head', models.CharField(max_length=120)),
                    ('head_position', models.CharField(max_length=120)),
                    ('letter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.upload')),
                    ('asked_at', models.DateTimeField()),
                    ('status', models.CharField(choices=[('asked', 'Menunggu bukti dari e-mail pusdatin'), ('proved', 'Menunggu keputusan kantor'), ('verified', 'Terverifikasi'), ('refused', 'Ditolak'), ('ended', 'Tidak berlaku lagi')], default='asked', max_length=8)),
                    ('proved_at', models.DateTimeField(null=True)),
                    ('institution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='people.institution')),
                    ('reason', models.CharField(blank=True, max_length=300)),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ['asked', 'proved'])), fields=('user',), name='institution_request_one_open'), models.UniqueConstraint(condition=models.Q(('status', 'verified')), fields=('user',), name='institution_request_one_verified'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('user')), _negated=True), _connector='OR'), name='institution_request_decided_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'verified'), _negated=True), models.Q(('decided_by__isnull', False), ('institution__isnull', False), ('proved_at__isnull', False)), _connector='OR'), name='institution_request_verified_is_proved')],
                },
            ),
        ]),
        guards.immutable(
            "people_officechange", ["office_id", "proposal", "requested_by_id", "requested_at"]
        ),
        guards.append_only("people_institution"),
        guards.immutable(
            "people_institutionrequest",
            [
                "public_id",
                "user_id",
                "office_id",
                "name",
                "category",
                "email",
                "head",
                "head_position",
                "letter_id",
                "asked_at",
            ],
        ),
    ]
