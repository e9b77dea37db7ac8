"""Whatever the description allows, and what it does not, is answered as it says."""

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from tests.factories.access import token
from tests.lib.asking import Asking
from tests.lib.doors import rows
from tests.lib.programs import Program
from tests.lib.tries import first_inside

from zhence_web.api.spec import openapi
from zhence_web.project.wsgi import application

pytestmark = [pytest.mark.django_db, pytest.mark.matrix]
EXAMPLES = 50
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    ignored_auth,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
]
ROWS = rows()
SCHEMA = schemathesis.openapi.from_dict(openapi(full=True))
SCHEMA.config.update(base_url="http://testserver")
SCHEMA.app = application
OPERATIONS = {
    found.ok().definition.raw["operationId"]: found.ok()
    for found in SCHEMA.get_all_operations()
    if isinstance(found, Ok)
}


@pytest.fixture(scope="module")
def tokens(ask: Asking) -> Iterator[dict[tuple[str, str], str]]:
    """A token of everybody who is the first inside somewhere."""
    from django.utils import timezone

    made = {}
    with transaction.atomic():
        for (role, seat), hand in ask.world.hands.items():
            made[role.value, seat] = token(hand, timezone.now(), mark=role.value[:9])
        yield made
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _held_open() -> Iterator[None]:
    """Let no request close the connection that the tests hold open.

    Django's own client does so, too, and connects the two again after each request.
    """
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_answers_as_described(
    ask: Asking, tokens: dict[tuple[str, str], str], name: str
):
    operation, of = OPERATIONS[name], ROWS[f"api:{name}"]
    verb = operation.method.upper()
    role, seat, place = first_inside(of, ask.world, verb)
    there = {
        part: str(ask.world.objects[kind][place]) for part, kind in of.names.items()
    }
    modes = st.sampled_from([GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
    strategies = {
        mode: operation.as_strategy(generation_mode=mode)
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    }

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    @given(data=st.data())
    def each(data):
        case = data.draw(strategies[data.draw(modes)])
        if there and data.draw(st.booleans()):
            case.path_parameters = {**(case.path_parameters or {}), **there}
        header = {"Authorization": f"Bearer {tokens[role.value, seat]}"}
        with transaction.atomic():
            case.call_and_validate(headers=header, checks=CHECKS)
            transaction.set_rollback(True)

    each()


@pytest.mark.parametrize("name", OPERATIONS)
def test_what_needs_a_token_is_not_given_without_one(ask: Asking, name: str):
    operation, of = OPERATIONS[name], ROWS[f"api:{name}"]
    if not operation.definition.raw.get("security"):
        return
    verb = operation.method.upper()
    _, _, place = first_inside(of, ask.world, verb)
    path = of.address({k: ask.world.objects[k][place] for k in of.kinds})
    for secret in ("", "zt_" + "guessed" * 6):
        asks = Program(secret)
        bare = path.removeprefix("/api/v1")
        answer = asks.get(bare) if verb == "GET" else asks.post(bare, {})
        assert answer.status_code == 401
