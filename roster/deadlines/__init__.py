"""What falls due in the files. Days and stages: numbers of the law come from the packs, the rest is policy of the house.

A stage is a number of days before the due day (core/deadlines.py). The stages before a contract's end are those of the
product's ladder; for all others the house warns early enough to act and once more when the day has passed.
A case is given for as long as the records leave it open, so that a time when nothing ran loses no stage; what has no
record that closes it is given for LOOK_BACK days after its day.
"""

from roster.deadlines import agreements, contracts, papers, people

__all__ = ["agreements", "contracts", "papers", "people"]
