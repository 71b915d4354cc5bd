"""Whether the site lives and is ready."""

from unittest.mock import patch

import pytest
from django.db import OperationalError, connection


@pytest.mark.django_db
def test_ready_when_the_database_answers(client):
    assert client.get("/healthz").status_code == 200


def test_alive_though_the_database_does_not_answer_and_then_not_ready(client):
    with patch.object(connection, "cursor", side_effect=OperationalError("gone: postgres://secret@host")):
        ready, alive = client.get("/healthz"), client.get("/livez")

    assert (ready.status_code, alive.status_code) == (503, 200)
    assert "secret" not in ready.text
