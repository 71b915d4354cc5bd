"""Small numbers are said as one says them."""

import pytest
from django.utils.translation import override

from circles.words.counting import in_words


@pytest.mark.parametrize(
    ("count", "words"), [(0, "none"), (1, "one"), (11, "eleven"), (12, "twelve"), (13, "13"), (-1, "-1")]
)
def test_a_count_is_said_in_words_up_to_twelve(count, words):
    with override("en"):
        assert in_words(count) == words
