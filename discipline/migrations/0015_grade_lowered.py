"""A measure that lowers the grade says from which to which; the grade is put back only with the measure."""

import importlib

from django.db import migrations, models
from django.db.models import F, Q

EARLIER = importlib.import_module("discipline.migrations.0003_life_of_a_case")

LATER = "ARRAY['revoked_on', 'ended_on']"
LATER_TOO = "ARRAY['revoked_on', 'ended_on', 'put_back_at']"
BEGAN = "'weighs_on_renewal', 'basis']"
BEGAN_TOO = "'weighs_on_renewal', 'basis', 'from_grade', 'lowered_on', 'lowered_at']"
ONCE = "       OR (OLD.revoked_on IS NOT NULL AND"
ONCE_TOO = (
    """       OR (OLD.put_back_at IS DISTINCT FROM NEW.put_back_at AND (OLD.revoked_on IS NOT NULL OR NEW.lowered_on IS NULL))
"""
    + ONCE
)
SANCTION_BEFORE = EARLIER.SANCTION[: EARLIER.SANCTION.index("CREATE TRIGGER")].replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1
)


def _with(made, *changes):
    for old, new in changes:
        if made.count(old) != 1:
            raise ValueError(old)
        made = made.replace(old, new)
    return made


SANCTION = _with(SANCTION_BEFORE, (LATER, LATER_TOO), (BEGAN, BEGAN_TOO), (ONCE, ONCE_TOO))


class Migration(migrations.Migration):
    dependencies = [("discipline", "0014_asked_to_withdraw"), ("roster", "0009_grade_taken_back")]

    operations = [
        migrations.AddField(
            model_name="sanction",
            name="from_grade",
            field=models.CharField(blank=True, db_default="", max_length=40, verbose_name="grade before"),
        ),
        migrations.AddField(
            model_name="sanction",
            name="to_grade",
            field=models.CharField(blank=True, db_default="", max_length=40, verbose_name="lowered to"),
        ),
        migrations.AddField(
            model_name="sanction",
            name="lowered_on",
            field=models.DateField(blank=True, null=True, verbose_name="lowered grade held from"),
        ),
        migrations.AddField(
            model_name="sanction",
            name="lowered_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="lowered at"),
        ),
        migrations.AddField(
            model_name="sanction",
            name="put_back_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="grade put back at"),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.CheckConstraint(
                condition=Q(lowered_on=None, lowered_at=None, put_back_at=None)
                | Q(kind="grade_lowered", lowered_at__isnull=False, lowered_on__gte=F("starts_on")) & ~Q(to_grade=""),
                name="a_lowered_grade_is_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.CheckConstraint(
                condition=Q(put_back_at=None) | Q(revoked_on__isnull=False),
                name="a_grade_is_put_back_with_its_measure",
            ),
        ),
        migrations.RunSQL(SANCTION, SANCTION_BEFORE),
    ]
