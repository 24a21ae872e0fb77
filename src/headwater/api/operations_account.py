"""What the paths take and give by which an account decides of its tracking and its channels."""

from typing import Any, Final, TypedDict

from headwater.api.about import JSON, KEYED, OURS, READING, About, Answer, Body, success
from headwater.api.operations import S
from headwater.intake import policy
from headwater.intake.schemas import Schema

DECIDING: Final = "Deciding"
_OBJECT: Final[Schema] = {"type": "object"}
_ERRORS: Final = (*KEYED, *OURS)


Snippet = TypedDict("Snippet", {"account": str, "tracking-domain": str | None, "snippet": str})
Snippet.__doc__ = "What to put into pages."


_POLICY: Final[Schema] = {
    "type": "object",
    "properties": {field.name: {"description": field.doc} for field in policy.FIELDS},
    "additionalProperties": False,
}
_RULES_SENT: Final[Schema] = {
    "type": "object",
    "properties": {"rules": {"type": ["array", "null"], "items": {"type": "object"}}},
    "required": ["rules"],
}
_RULES: Final[dict[str, Any]] = {"rules": None}

TRACKING: Final = About(
    DECIDING,
    {S.OK: Answer("Policy, page views and drops by day, the last hits, what enrichment costs", {JSON: _OBJECT})},
    "How the account's tracking is doing.",
    "admin",
    errors=_ERRORS,
)
POLICY: Final = About(
    DECIDING,
    {S.OK: Answer("The policy as it is now", {JSON: _OBJECT})},
    "What is sent is changed, null is back to the default. It holds for every hit within a second.",
    "admin",
    body=Body("TrackingPolicy", _POLICY, {"cookieless": {"visitors": "cookieless"}}, is_required=False),
    errors=(*READING, *_ERRORS),
)
CHANNELS: Final = About(
    DECIDING,
    {S.OK: Answer("The rules, in the order in which they are asked", {JSON: _OBJECT})},
    "The first rule that fits gives a touch its channel.",
    "admin",
    errors=_ERRORS,
)
RULES: Final = About(
    DECIDING,
    {S.OK: Answer("The rules as they are now", {JSON: _OBJECT})},
    "They hold for all of history at once; null is back to the product's own.",
    "admin",
    body=Body("ChannelRules", _RULES_SENT, {"the product's own": _RULES}),
    errors=(*READING, *_ERRORS),
)
PREVIEW: Final = About(
    DECIDING,
    {
        S.OK: Answer(
            "How many touches, and how much revenue by the own model, would move from which channel to which",
            {JSON: _OBJECT},
        )
    },
    "Nothing is changed.",
    "admin",
    body=Body("ChannelRules", _RULES_SENT, {"the product's own": _RULES}),
    errors=(*READING, *_ERRORS),
)
RULES_HISTORY: Final = About(
    DECIDING,
    {S.OK: Answer("The rules that there were, the newest first, with who gave them", {JSON: _OBJECT})},
    "The first are those of now. The `rules` of a version can be sent to `PUT …/channels` as they are.",
    "admin",
    errors=_ERRORS,
)
SNIPPET: Final = About(
    DECIDING,
    success("The snippet", Snippet),
    "For tools that install it.",
    "report",
    errors=_ERRORS,
)


class Started(TypedDict):
    """How much has come in of each kind, and when the first page was viewed."""

    page_views: int
    contacts: int
    orders: int
    ad_days: int
    first_page_view_at: str | None


START: Final = About(
    DECIDING,
    success(
        "What has come in",
        Started,
        {"page_views": 3, "contacts": 0, "orders": 0, "ad_days": 0, "first_page_view_at": "2026-03-01T10:42:00+00:00"},
    ),
    "As far as reports know of it, which is within seconds.",
    "report",
    errors=_ERRORS,
)
