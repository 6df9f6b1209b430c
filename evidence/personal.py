"""What this room keeps about a person: nothing but who acted in office."""

from core.registries import not_personal_data

not_personal_data.update(
    {
        "evidence.SecurityAlarm": "an alarm about the use of the system, answered in office",
        "evidence.Verification": "who had the trail verified, in office",
    }
)
