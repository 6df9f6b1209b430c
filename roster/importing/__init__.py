"""From a spreadsheet to files of auxiliaries: read, match columns, try every row, then apply all of it or nothing."""
