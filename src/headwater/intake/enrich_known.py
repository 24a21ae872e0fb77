"""The step of page views that were imported: what they say of themselves counts.

In: a draft whose hit has `known`. Out: the draft with these columns, and with the origin that was said.
"""

from typing import Final

from headwater.intake import enrich_origin
from headwater.intake.draft import Draft, kept_address
from headwater.intake.enrich_place import shortened
from headwater.intake.enrich_url import clean

_MAX: Final = 255
_PLAIN: Final = ("country", "region", "city", "device", "os", "browser")


def put_known(draft: Draft) -> None:
    """What a page view that was imported says of itself, in the place of what its URL would tell."""
    known, row = draft.hit["known"], draft.row
    row["visitor_id"] = known.get("visitor_id") or row["visitor_id"]
    for name in _PLAIN:
        row[name] = clean(known.get(name), _MAX) or None
    if network := shortened(known.get("ip")):
        row["ip"] = kept_address(draft.policy, network, known["ip"])
    if "origin" in known:
        origin = enrich_origin.known(known["origin"])
        draft.origin = enrich_origin.described(origin, draft.settings) if any(origin) else None
        row["origin_id"] = draft.origin["origin_id"] if draft.origin else None
