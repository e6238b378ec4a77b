"""The OpenAPI description, with the bearer token and the problem documents that FastAPI does not know of."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from review_ui.api.problem import Problem

_REF = "#/components/schemas/{model}"
# FastAPI describes its own validation errors, which we never send.
_FOREIGN = ("HTTPValidationError", "ValidationError")


def described(app: FastAPI) -> None:
    """Let the application describe itself so."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _description(app)
        return app.openapi_schema

    # The way FastAPI documents for extending the description (its "Extending OpenAPI" page).
    app.openapi = openapi  # type: ignore[method-assign]


def _description(app: FastAPI) -> dict[str, Any]:
    made = get_openapi(title=app.title, version=app.version, routes=app.routes)
    components = made.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    problem = Problem.model_json_schema(ref_template=_REF)
    schemas.update(problem.pop("$defs", {}) | {"Problem": problem})
    for foreign in _FOREIGN:
        schemas.pop(foreign, None)
    components["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
    made["security"] = [{"bearer": []}]
    made["paths"]["/api/v1/session"]["post"]["security"] = []
    return made
