"""The OpenAPI document: valid, complete, and true: every path, every field, every example of it is so.

What random requests find is in tests/api/test_schemathesis.py.
"""

from collections.abc import Generator
from pathlib import Path as Directory
from typing import Any

import jsonschema_rs
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from headwater.api.about import Path
from headwater.api.openapi import plain
from headwater.api.routes import PATHS
from headwater.intake.entities import ENTITIES, Entity
from headwater.intake.payloads import HIT, IDENTIFY
from headwater.intake.schemas import schema_of
from tests.stand import Stand, stand

PAYLOADS = {payload.name: payload for payload in (*(entity.payload for entity in ENTITIES), HIT, IDENTIFY)}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Generator[Stand]:
    with stand(tmp_path_factory.mktemp("openapi")) as one:
        yield one


@pytest.fixture(scope="module")
def served(shop: Stand) -> dict[str, Any]:
    answer = shop.client.get("/openapi.json")
    assert answer.headers["Content-Type"] == "application/json"
    return answer.json()


def follow(document: dict[str, Any], reference: str) -> Any:  # noqa: ANN401 - any JSON value
    for part in reference.removeprefix("#/").split("/"):
        document = document[part]
    return document


def schema_in(document: dict[str, Any], schema: dict[str, Any]) -> jsonschema_rs.Validator:
    """A schema of the document, with what it refers to at hand."""
    return jsonschema_rs.validator_for({**schema, "components": document["components"]})


def test_it_is_an_openapi_document(served: dict[str, Any]) -> None:
    assert served["openapi"].startswith("3.1")
    assert [error.message for error in OpenAPIV31SpecValidator(served).iter_errors()] == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.methods[0]} {path.path}")
def test_every_path_is_in_it_and_says_all_there_is_to_say(served: dict[str, Any], path: Path) -> None:
    for method in path.methods:
        operation = served["paths"][plain(path.path)][method.lower()]
        assert operation["summary"] == path.doc
        assert operation["description"]
        assert operation["responses"]
        assert operation["tags"][0] in {tag["name"] for tag in served["tags"]}
        assert bool(operation["security"]) == bool(path.about.scope)
        if path.about.scope:
            assert "401" in operation["responses"]


def test_the_script_is_in_it_too(served: dict[str, Any]) -> None:
    assert {"/seg.js", "/{account}.js", "/tag/{account}.js"} <= served["paths"].keys()


def test_operations_have_names_of_their_own(served: dict[str, Any]) -> None:
    names = [operation["operationId"] for operations in served["paths"].values() for operation in operations.values()]
    assert len(set(names)) == len(names)


def test_every_error_has_the_one_shape(served: dict[str, Any]) -> None:
    for operations in served["paths"].values():
        for operation in operations.values():
            for status, told in operation["responses"].items():
                if status >= "400" and "$ref" in told:
                    content = follow(served, told["$ref"])["content"]
                    assert content["application/json"]["schema"] == {"$ref": "#/components/schemas/Failed"}


@pytest.mark.parametrize("name", PAYLOADS)
def test_every_field_is_in_it_with_a_schema(served: dict[str, Any], name: str) -> None:
    """A reader without a schema fails here: give it one with `@taking`, or a row in intake/schemas.py."""
    properties = served["components"]["schemas"][name]["properties"]
    for field in PAYLOADS[name].fields:
        schema_of(field.read)
        assert {field.name, *field.also} <= properties.keys()
    for part in PAYLOADS[name].parts:
        assert part.name in properties
        assert all(schema_of(field.read) for field in part.fields)


@pytest.mark.parametrize("name", PAYLOADS)
def test_every_example_is_what_its_schema_says(served: dict[str, Any], name: str) -> None:
    schema = schema_in(served, served["components"]["schemas"][name])
    assert PAYLOADS[name].examples
    for example in PAYLOADS[name].examples.values():
        schema.validate(example)


def test_every_example_of_an_answer_is_what_its_schema_says(served: dict[str, Any]) -> None:
    for operations in served["paths"].values():
        for operation in operations.values():
            for told in operation["responses"].values():
                response = follow(served, told["$ref"]) if "$ref" in told else told
                for content in response.get("content", {}).values():
                    if "example" in content:
                        schema_in(served, content["schema"]).validate(content["example"])


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.path)
def test_examples_of_imports_are_taken_and_answered_as_it_says(tmp_path: Directory, entity: Entity) -> None:
    with stand(tmp_path) as shop:
        schemas = shop.client.get("/openapi.json").json()
        for other in ENTITIES:  # what one refers to is there
            shop.post(other.path, next(iter(other.payload.examples.values())))
        answers = [shop.post(entity.path, example) for example in entity.payload.examples.values()]
        assert answers[0] == entity.payload.answered
        for answer in answers:
            schema_in(schemas, schemas["components"]["schemas"][entity.payload.answer.__name__]).validate(answer)


def test_a_link_leads_to_the_deletion_of_what_was_added(served: dict[str, Any], shop: Stand) -> None:
    for entity in ENTITIES:
        if not entity.payload.record:
            continue
        operation = served["paths"][f"/api/v1/{{account}}/{{integration}}/{entity.path}"]["post"]
        link = operation["responses"]["200"]["links"]["delete"]
        answer = shop.post(entity.path, next(iter(entity.payload.examples.values())))
        record = follow(answer, link["parameters"]["path.record"].removeprefix("$response.body"))
        assert shop.delete(f"{entity.path}/{record}")["deleted"]
