"""The law library: what the pages and `manage.py rules` read off the packs. Pure reads; worked out once a release."""
