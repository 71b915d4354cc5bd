"""Words for things: days, zones, countries, names, small numbers, Markdown. No database."""
