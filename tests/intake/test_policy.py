"""An account's tracking policy: what may be set, what it means to the collector, and what the script is told."""

from typing import Any

import pytest

from headwater.errors import Problem
from headwater.intake.policy import FIELDS, Policy, is_excluded, policy_of, read_changes, script_options
from headwater.intake.sender import Headers, Sender, admit, refusal


def test_every_setting_has_a_row_and_a_default() -> None:
    assert [field.name for field in FIELDS] == list(Policy.__struct_fields__)
    assert policy_of("{}") == Policy()


def test_what_may_be_set() -> None:
    assert read_changes(
        {
            "own_domains": "https://www.Shop.example/x, blog.example",
            "linked_domains": ["bücher.example"],
            "excluded_addresses": ["203.0.113.7", "2001:db8::/32", "203.0.113.7"],
            "excluded_parameters": ["Preview", "mode=Draft"],
            "ip": "none",
            "identify_by_forms": "0",
            "retention_days": "400",
            "tracking_domain": "https://Shop.example/stats/",
            "gpc": None,
        }
    ) == {
        "own_domains": ["shop.example", "blog.example"],
        "linked_domains": ["xn--bcher-kva.example"],
        "excluded_addresses": ["203.0.113.7/32", "2001:db8::/32"],
        "excluded_parameters": ["preview", "mode=draft"],
        "ip": "none",
        "identify_by_forms": False,
        "retention_days": 400,
        "tracking_domain": "shop.example/stats",
        "gpc": None,
    }


def test_every_fault_is_told_at_once_and_names_its_setting() -> None:
    wrong = {
        "own_domains": ["shop"], "passing_hosts": 7, "excluded_addresses": ["203.0.113.777"],
        "excluded_parameters": ["a&b"], "ip": "half", "retention_days": 0, "tracking_domain": "a b", "cookies": True,
    }  # fmt: skip
    with pytest.raises(Problem) as problem:
        read_changes(wrong)
    named = [next(name for name in wrong if f"'{name}'" in error) for error in problem.value.errors]
    assert named == list(wrong)


def test_what_another_version_wrote_does_not_stop_the_rest() -> None:
    assert policy_of('{"ip": "hashed", "own_domains": ["a.example"], "week_start": "sunday"}') == Policy(
        own_domains=("a.example",)
    )


@pytest.mark.parametrize(
    ("address", "excluded"),
    [
        ("203.0.113.7", True),
        ("::ffff:203.0.113.7", True),
        ("203.0.113.8", False),
        ("198.51.100.255", True),
        ("198.51.101.0", False),
        ("2001:db8:0:1::9", True),
        ("2001:db8:1::9", False),
        ("fe80::1%eth0", False),
        ("nonsense", False),
        (None, False),
    ],
)
def test_excluded_addresses(address: str | None, excluded: bool) -> None:  # noqa: FBT001 - a column of the table
    policy = Policy(excluded_addresses=("203.0.113.7/32", "198.51.100.0/24", "2001:db8::/48"))
    assert is_excluded(policy, address) is excluded
    assert not is_excluded(Policy(), address)


@pytest.mark.parametrize(
    ("policy", "headers", "reason"),
    [
        ({}, Headers(), None),
        ({}, Headers(gpc=True), "gpc"),
        ({"gpc": "ignore"}, Headers(gpc=True), None),
        ({}, Headers(dnt=True), None),
        ({"dnt": "obey"}, Headers(dnt=True), "dnt"),
        ({}, Headers(brands='"HeadlessChrome";v="126", "Not.A/Brand";v="8"'), "bot"),
        ({}, Headers(brands='"Chromium";v="126", "Google Chrome";v="126"'), None),
        ({"excluded_addresses": ("203.0.113.0/24",)}, Headers(ip="203.0.113.9", gpc=True), "excluded address"),
    ],
)
def test_what_is_refused_at_the_door(policy: dict[str, Any], headers: Headers, reason: str | None) -> None:
    assert refusal(Policy(**policy), headers) == reason


@pytest.mark.parametrize(
    ("ip", "kept"), [("truncated", "203.0.113.0"), ("none", "203.0.113.0"), ("full", "203.0.113.77")]
)
def test_the_whole_address_is_written_down_only_if_the_account_says_so(ip: Any, kept: str) -> None:  # noqa: ANN401
    headers = Headers(ip="203.0.113.77", ua="Firefox", purpose="prefetch", country="DE")
    assert admit(Policy(ip=ip), headers) == Sender(kept, "Firefox", "prefetch", "DE")


def test_the_visitor_of_a_day_is_the_same_for_the_same_salt_address_and_browser() -> None:
    policy = Policy(visitors="cookieless")

    def visitor(ip: str = "203.0.113.77", ua: str = "Firefox", salt: bytes = b"monday") -> str | None:
        return admit(policy, Headers(ip=ip, ua=ua), salt).visitor

    assert visitor() == visitor()
    assert len({visitor(), visitor(ip="203.0.113.78"), visitor(ua="Safari"), visitor(salt=b"tuesday")}) == 4
    assert admit(policy, Headers(ip="203.0.113.77")).visitor is None


def test_the_script_is_told_what_it_has_to_do_otherwise() -> None:
    assert script_options(Policy()) == {}
    told = Policy(
        consent="required", gpc="ignore", dnt="obey", identify_by_forms=False, identify_by_links=False,
        visitors="cookieless", linked_domains=("a.example", "b.example"),
    )  # fmt: skip
    assert script_options(told) == {
        "consent": "required", "gpc": "off", "dnt": "on", "forms": "off", "email": "off", "cookies": "off",
        "link": ["a.example", "b.example"],
    }  # fmt: skip
