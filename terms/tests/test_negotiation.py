"""A term's address answers with the page or with its Markdown, and says that it does."""

import pytest
from django.test import Client

from studyapp.tests import factories

pytestmark = pytest.mark.django_db
TERM = "/terms/sodium-potassium-pump/"


@pytest.mark.parametrize("accept", ["text/html", "text/markdown"])
@pytest.mark.parametrize("is_signed_in", [True, False])
def test_a_negotiated_answer_varies_with_accept(accept: str, is_signed_in: bool) -> None:
    factories.term()
    client = Client()
    if is_signed_in:
        client.force_login(factories.PersonFactory())
    answer = client.get(TERM, headers={"accept": accept})
    assert answer["Content-Type"].startswith(accept)
    assert "Accept" in answer["Vary"].split(", ")
