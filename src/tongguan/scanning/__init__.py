"""From record batches to what is inside and how many people: pure, and every partial result merges."""
