"""Global deduplication: every document against the kept ones before it, each removal with its keeper."""
