from core.apps import Room


class PayrollConfig(Room):
    name = "payroll"
