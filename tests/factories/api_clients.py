"""Clients of the API for tests, each with a token that is known."""

from datetime import timedelta

import factory

from directory.models import ApiClient, ApiClientRevocation
from directory.services.api_clients import digest_of
from foundation import clock
from tests.factories.directory import LONG_AGO, EmployeeFactory

SCOPES = ["accounts:read", "accounts:verify", "decisions:ask"]


class ApiClientFactory(factory.django.DjangoModelFactory):
    """A client that may do everything for a year; `token` is its token. `revoked=True` takes it back."""

    class Meta:
        model = ApiClient
        skip_postgeneration_save = True
        exclude = ["token"]

    token = factory.Sequence(lambda n: f"portal_{n:043d}")
    name = factory.Sequence(lambda n: f"Website {n}")
    scopes = SCOPES
    digest = factory.LazyAttribute(lambda client: digest_of(client.token))
    hint = factory.LazyAttribute(lambda client: client.token[:11])
    made_by = factory.SubFactory(EmployeeFactory, role="administrator")
    made_at = LONG_AGO
    ends_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=365))

    @factory.post_generation
    def revoked(self, create, extracted, **kwargs):
        if extracted:
            ApiClientRevocation.objects.create(client=self, at=clock.now(), by=self.made_by, reason="It leaked")


def bearer(token):
    """The header by which a test client sends a token."""
    return {"authorization": f"Bearer {token}"}
