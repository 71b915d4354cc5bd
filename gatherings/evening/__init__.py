"""The evening itself: its flow, who was there, what is noted, what each will try."""
