"""What a circle promises itself: agreements, proposals by consent, and looking at them again."""
