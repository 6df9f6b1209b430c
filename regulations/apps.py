from django.db.models.signals import post_migrate

from core.apps import Room


class RegulationsConfig(Room):
    """What does the law say on that day?"""

    name = "regulations"

    def ready(self) -> None:
        super().ready()
        from regulations import checks  # noqa: F401  (registers the checks)
        from regulations.mirror import fill_after_migrate

        # The triggers read the mirror: it is filled as soon as the tables exist, by the role that owns them.
        post_migrate.connect(fill_after_migrate, sender=self, dispatch_uid="fill_verdict_mirror")
