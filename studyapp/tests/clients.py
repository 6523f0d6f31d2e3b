"""Who asks, in the tests of views."""

from django.test import Client

from studyapp.accounts.models import User


def signed_in(user: User) -> Client:
    """A client in whose session `user` is signed in, without going through the form."""
    client = Client()
    client.force_login(user)
    return client
