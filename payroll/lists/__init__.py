"""Lists, files and reports of pay: read from released payslips, written by nobody here."""
