from django.apps import AppConfig


class AuxpoliceConfig(AppConfig):
    """The whole house: desk, own pages, search, demonstration, start."""

    name = "auxpolice"
