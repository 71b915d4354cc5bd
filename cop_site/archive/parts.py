"""What every floor says of archives, together."""

from checkins import archive as checkins
from circles import archive as circles
from gatherings import archive as gatherings

FLOORS = (circles, gatherings, checkins)
TRAVELS = [part for floor in FLOORS for part in floor.TRAVELS]
STAYS = {model: why for floor in FLOORS for model, why in floor.STAYS.items()}
