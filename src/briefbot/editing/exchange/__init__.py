"""Questions and answers in the file formats of other tools: CSV, XLSX, YAML and JSON, in and out."""
