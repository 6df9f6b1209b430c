from core.apps import Room


class OrganisationConfig(Room):
    """Which offices, which people?"""

    name = "organisation"
