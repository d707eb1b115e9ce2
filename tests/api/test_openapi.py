"""The OpenAPI document is true: requests made from it, right and wrong ones, get what it says (schemathesis)."""

from __future__ import annotations

import os
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.config import SchemathesisConfig

from retrograd.api.app import create_app
from retrograd.api.settings import Settings

EXAMPLES = 200 if os.environ.get("CI") else 25
# All checks; a text that fits the document need not be a program, nor a word the name of a leaf.
CONFIG = {
    "checks": {
        "positive_data_acceptance": {"expected-statuses": ["2xx", "304", "422"]},
        "negative_data_rejection": {"expected-statuses": ["400", "405", "413", "415", "422"]},
    }
}
Mode = schemathesis.GenerationMode
REQUESTS = [
    pytest.param(method, path, mode, id=f"{method} {path} {mode.value}")
    for path, methods in create_app(Settings(lanes=None)).openapi()["paths"].items()
    for method, told in methods.items()
    for mode in (Mode.POSITIVE, Mode.NEGATIVE)
    if mode is Mode.POSITIVE or {"parameters", "requestBody"} & set(told)  # else there is nothing to do wrong
]


@pytest.fixture(scope="session")
def described(address: tuple[str, int]) -> schemathesis.BaseSchema:
    host, port = address
    config = SchemathesisConfig.from_dict(CONFIG)
    return schemathesis.openapi.from_url(f"http://{host}:{port}/api/openapi.json", config=config)


@pytest.mark.parametrize(("method", "path", "mode"), REQUESTS)
def test_what_the_document_says_is_so(
    described: schemathesis.BaseSchema, method: str, path: str, mode: schemathesis.GenerationMode
) -> None:
    @given(case=described[path][method].as_strategy(generation_mode=mode))
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    def check(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate()

    check()
