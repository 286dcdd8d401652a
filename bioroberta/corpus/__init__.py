"""From raw files to clean documents: `ingest` reads every source format, `clean` repairs, splits and filters."""
