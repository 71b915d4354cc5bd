"""Pages of the round and the poem."""
