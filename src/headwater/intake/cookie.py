"""The visitor's cookie, as the server renews it where it stands under the site's own domain.

Some browsers let a cookie that a script wrote live for a week, and one that a server of the site set for a year. In:
the host that was asked, whether by https, the uid. Out: a header's value, of the name and domain that the script uses.
"""

import re
from typing import Final

from headwater.intake.enrich_host import site
from headwater.intake.enrich_url import read_host

NAME: Final = "_seg_uid"
YEAR_S: Final = 365 * 86_400
OWN_SITE: Final = frozenset({"same-origin", "same-site"})
"""What `Sec-Fetch-Site` says where the page and this server share a domain."""

_UID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


def visitor_cookie(host: str, uid: object, *, is_secure: bool) -> str | None:
    """The header's value; None for what is no uid of the script."""
    if not isinstance(uid, str) or not _UID.fullmatch(uid):
        return None
    domain = site(read_host(host))
    parts = [f"{NAME}={uid}", "Path=/", f"Max-Age={YEAR_S}", "SameSite=Lax"]
    if "." in domain and not re.fullmatch(r"[\d.]+|\[.*", domain):
        parts.append(f"Domain={domain}")
    return "; ".join([*parts, "Secure"] if is_secure else parts)
