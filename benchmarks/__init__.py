"""Speed and quality, measured on public data; run one with `python -m benchmarks.NAME` from the root of the project."""
