"""What browsers and servers tell of visitors."""

from typing import Final, Literal, TypedDict

from headwater import scalars
from headwater.intake import hit, identify, pageview
from headwater.intake.fields import Field
from headwater.intake.payload import Payload


class IdentifyAnswer(TypedDict):
    """The visitor that is known from now on."""

    status: Literal["success"]
    uid: str


class PageViewAnswer(TypedDict):
    """What became of a page view."""

    status: Literal["success"]
    pageview: pageview.PageViewResource


_ACCOUNT: Final = Field("a", scalars.identifier, "The account", required=True)

HIT: Final = Payload(
    "Hit",
    "A page view, or an event of your own. A hit that cannot be kept is dropped, and the answer's header says why.",
    (_ACCOUNT, *hit.FIELDS),
    {
        "page view": {
            "a": "demo123",
            "uid": "v-4f1c",
            "url": "https://shop.example/course?utm_source=newsletter",
            "ref": "https://mail.example/",
            "title": "The course",
            "sid": "s-1",
            "new": 1,
        },
        "shortest": {"a": "demo123", "url": "https://shop.example/"},
    },
    None,
    None,
)

IDENTIFY: Final = Payload(
    "Identify",
    "A visitor and the contact that they are, in the short or the older names.",
    (Field("a", scalars.identifier, "The account", required=True, also=("account_id",)), *identify.FIELDS),
    {
        "by e-mail": {"a": "demo123", "uid": "v-4f1c", "e": "joey@example.com"},
        "by contact id": {"account_id": "demo123", "seg_uid": "v-4f1c", "contact_id": 1556402307145},
    },
    IdentifyAnswer,
    {"status": "success", "uid": "v-4f1c"},
    either=("e", "email", "cid", "contact_id"),
)

IDENTIFICATION: Final = Payload(
    "Identification",
    "A visitor and the contact that they were from a time on.",
    identify.RECORD_FIELDS,
    {
        "by e-mail": {"uid": "v-4f1c", "email": "joey@example.com", "date": "2018-10-02 16:14:00"},
        "by contact id": {"uid": "v-4f1c", "contact_id": 1556402307145},
    },
    IdentifyAnswer,
    {"status": "success", "uid": "v-4f1c"},
    either=("email", "e", "contact_id", "cid"),
)

PAGEVIEW: Final = Payload(
    "PageView",
    "A page view that is known already: of an export, or of what was used before. Sent twice it is one.",
    pageview.FIELDS,
    {
        "full": {
            "uid": "v-4f1c",
            "date": "2018-10-02 16:10:00.250",
            "url": "https://shop.example/course?utm_source=newsletter",
            "referrer": "https://mail.example/",
            "title": "The course",
            "new": True,
            "props": {"plan": "pro"},
            "origin_known": True,
            "utm_source": "newsletter",
            "utm_medium": "email",
            "country": "DE",
            "device": "mobile",
        },
        "shortest": {"visitor_id": "4611686018427387904", "url": "https://shop.example/"},
    },
    PageViewAnswer,
    {
        "status": "success",
        "pageview": {
            "url": "https://shop.example/course?utm_source=newsletter",
            "date": "2018-10-02T16:10:00.250000+00:00",
        },
    },
    either=("uid", "visitor_id"),
)
