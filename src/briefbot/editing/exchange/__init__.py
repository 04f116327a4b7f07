"""Import and export questions and answers in other tools' file formats: CSV, XLSX, YAML and JSON."""
