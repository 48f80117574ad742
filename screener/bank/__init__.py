"""The question bank: YAML files → typed values, or problems with file, line and column."""
