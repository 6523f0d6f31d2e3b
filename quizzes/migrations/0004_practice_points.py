"""Practice answers keep their points: kinds of item came that can be partly right."""

from django.db import migrations, models


def give_points(apps, schema_editor):
    """So far every item had one point, earned or not."""
    practice = apps.get_model("quizzes", "PracticeAnswer")
    practice.objects.filter(is_right=True).update(points=1.0)


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0003_cards")]

    operations = [
        migrations.AddField(
            "practiceanswer", "points", models.FloatField(default=0.0), preserve_default=False
        ),
        migrations.AddField(
            "practiceanswer", "out_of", models.FloatField(default=1.0), preserve_default=False
        ),
        migrations.RunPython(give_points, migrations.RunPython.noop),
    ]
