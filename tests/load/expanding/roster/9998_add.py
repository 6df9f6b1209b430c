"""Short locks only: a column with a constant default, a constraint that holds for new rows at once."""

from pathlib import Path

from django.db import migrations

import roster.migrations

NEWEST = sorted(file.stem for file in Path(roster.migrations.__file__).parent.glob("[0-9]*.py"))[-1]


class Migration(migrations.Migration):
    dependencies = [("roster", NEWEST)]
    operations = [
        migrations.RunSQL("ALTER TABLE roster_contract ADD COLUMN expanded varchar(40) NOT NULL DEFAULT ''"),
        migrations.RunSQL(
            "ALTER TABLE roster_contract ADD CONSTRAINT contract_expanded CHECK (expanded <> 'never') NOT VALID"
        ),
    ]
