"""What this room keeps about a person: nothing but who acted in office."""

from core.registries import not_personal_data

ACT = "an act of office on the law of a unit; says nothing about an auxiliary"
not_personal_data.update(
    dict.fromkeys(
        ("regulations.LocalBan", "regulations.BanLift", "regulations.LocalValue", "regulations.Confirmation"), ACT
    )
)
