"""Beyond the circle: whose words may travel, where a shared poem is shown, and what is answered to it."""
