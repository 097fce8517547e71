import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from loket.ledger import guards
from loket.ledger.tables import CreateTogether


class Migration(migrations.Migration):
    replaces = [
        ('feedback', '0001_initial'),
        ('feedback', '0002_guards'),
    ]

    initial = True

    dependencies = [
        ('ledger', '0002_guards'),
        ('orders', '0002_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name='Rating',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='rating', to='orders.order')),
                    ('score', models.PositiveSmallIntegerField()),
                    ('elements', models.JSONField(default=dict)),
                    ('comment', models.TextField(blank=True, max_length=2000)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('score__gte', 1), ('score__lte', 4)), name='rating_on_the_scale')],
                },
            ),
            migrations.CreateModel(
                name='FollowUp',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rating', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='feedback.rating')),
                    ('text', models.TextField(max_length=4000)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
            ),
        ]),
        guards.append_only("feedback_rating"),
        guards.append_only("feedback_followup"),
    ]
