"""Questions and answers in the files that other tools have: CSV, XLSX, YAML and JSON, in and out."""
