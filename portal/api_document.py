"""What every operation of the API shares, written into its OpenAPI document."""

from __future__ import annotations

from typing import Any

PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "What is wrong (RFC 9457), in the words that people are told.",
    "required": ["type", "title", "status", "detail", "clause", "instance"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "What could not be done."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "Why, and what to do next."},
        "clause": {"type": "string", "description": "The clause it rests on, or “City procedure”; often empty."},
        "instance": {"type": "string", "description": "The reference by which an administrator finds it."},
    },
}

_TEXT = {"schema": {"type": "string"}}
_ERRORS: dict[str, tuple[str, dict[str, Any]]] = {
    "400": ("The question is missing something, or not of its form.", {}),
    "401": ("No token, or one that opens nothing.", {"WWW-Authenticate": _TEXT}),
    "403": ("The token lacks the scope.", {"WWW-Authenticate": _TEXT}),
    "404": ("There is nothing of that name, or it is not for whoever asks.", {}),
    "405": ("The address does not answer this method.", {"Allow": _TEXT}),
    "413": ("The request is too large.", {}),
    "415": ("The body is not JSON by its content type.", {}),
    "429": ("Asked too often.", {"Retry-After": {"schema": {"type": "integer"}}}),
    "500": ("The portal failed; nothing was half done.", {}),
    "503": ("The portal cannot reach its records.", {"Retry-After": {"schema": {"type": "integer"}}}),
}
_NAMES = {code: f"Problem{code}" for code in _ERRORS}
_HEADERS = {
    "ETag": {"description": "What to send as If-None-Match next time.", **_TEXT},
    "Cache-Control": _TEXT,
}
_LIST_HEADERS = {
    "Last-Modified": {"description": "When something was last recorded that the feed rests on.", **_TEXT},
    "Link": {"description": 'The next page, as `rel="next"`; left out on the last.', **_TEXT},
}


def completed(document: dict[str, Any]) -> dict[str, Any]:
    """The document with the problems, the condition and the headers of every operation."""
    components = document["components"]
    components["schemas"]["Problem"] = PROBLEM
    components["responses"] = {_NAMES[code]: _problem(*said) for code, said in _ERRORS.items()}
    components["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "A token that an administrator made."},
        "session": {"type": "apiKey", "in": "cookie", "name": "portal_session", "description": "Somebody signed in."},
    }
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            _complete(operation, with_path="{" in path, is_post=method == "post")
    return document


def _problem(description: str, headers: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": description,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    return {**answer, "headers": headers} if headers else answer


def _complete(operation: dict[str, Any], *, with_path: bool, is_post: bool) -> None:
    """A question in a body is answered by a token alone, and kept by nobody."""
    responses = {str(code): answer for code, answer in operation["responses"].items()}
    is_list = operation["operationId"].startswith("list")
    found = responses["200"]
    found["headers"] = {"Cache-Control": _TEXT} if is_post else {**_HEADERS, **(_LIST_HEADERS if is_list else {})}
    if is_list:
        found["content"]["text/csv"] = {"schema": {"type": "string"}}
    if not is_post:
        responses["304"] = {"description": "As it was when that ETag was given.", "headers": {"ETag": _TEXT}}
    for code, name in _NAMES.items():
        if (code != "404" or with_path) and (code != "415" or is_post):
            responses[code] = {"$ref": f"#/components/responses/{name}"}
    operation["responses"] = responses
    if is_post:
        operation["security"] = [{"token": []}]
    elif "reports" in operation.get("tags", ()):
        operation["security"] = [{"session": []}]  # whose matters are told depends on who is signed in
    else:
        operation["security"] = [{"token": []}, {"session": []}, {}]
