"""The pay run: facts are gathered, payslips reckoned (pure), rows written, what stands out is shown."""
