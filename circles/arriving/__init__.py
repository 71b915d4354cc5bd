"""How people arrive: invited, asking, by the circle’s link, or claiming their name."""
