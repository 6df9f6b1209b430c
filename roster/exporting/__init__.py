"""From the roster to a spreadsheet: exactly the view, recorded, safe to open and possible to read back."""
