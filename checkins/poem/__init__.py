"""The poem: drafted in steps, kept in versions, given, put right and mended."""
