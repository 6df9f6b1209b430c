"""The roster's migrations, and those of the release to come."""

from roster import migrations

__path__ = [*__path__, *migrations.__path__]
