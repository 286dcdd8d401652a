"""What a run did, as a page for people and as JSON: from manifests and committed shards only."""
