"""What each page shows, loaded and put into words: read here, written nowhere."""
