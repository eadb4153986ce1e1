"""Who runs the scan: one process here; several, or a cluster, by the same merges."""
