"""Who comes: members, guests, whoever waits for a seat, and phones that answer for members."""
