from django.db.models.signals import post_migrate

from core.apps import Room


class AccountsConfig(Room):
    """Who is signing in, and over which units?"""

    name = "accounts"

    def ready(self) -> None:
        super().ready()
        from accounts.services.roles import sync_groups

        # The rights named in code exist in the database as soon as the tables do.
        post_migrate.connect(
            lambda **options: sync_groups(**options), sender=self, weak=False, dispatch_uid="sync_groups"
        )
