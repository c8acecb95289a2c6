from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations

from apprentissage.trades import words


class Migration(migrations.Migration):

    dependencies = [
        ("trades", "0001_initial"),
    ]

    operations = [
        UnaccentExtension(),
        migrations.RunSQL(words.SQL, words.REVERSE_SQL),
    ]
