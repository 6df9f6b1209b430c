"""What is typed on the pages of the roster. Forms read and type; services decide."""
