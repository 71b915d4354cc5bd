"""What is typed on the pages that show all three apps."""
