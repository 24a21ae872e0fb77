"""`GET /v2/{account}/metrics`, `/dimensions`, `/filters` and so on: what can be asked, and a search in it."""

from pathlib import Path
from typing import Any

import msgspec

from headwater.catalog.dimensions import DIMENSIONS
from headwater.catalog.events import CUSTOM, EVENTS
from headwater.catalog.reports import BY_KEY
from headwater.reporting.question import dimensions_of, metrics_of
from tests.stand import Stand, stand


def get(shop: Stand, listing: str, status: int = 200, **parameters: str) -> Any:  # noqa: ANN401 - any JSON
    answer = shop.client.get(f"/v2/{shop.account}/{listing}", params=parameters, headers={"Authorization": shop.key})
    assert answer.status_code == status, answer.text
    return answer.json() if status != 200 else answer.json()[listing]


def test_the_catalogue_is_listed_and_searched(tmp_path: Path) -> None:
    with stand(tmp_path) as shop:
        metrics = get(shop, "metrics")
        assert len(metrics) == sum(len(metrics_of(report)) for report in BY_KEY.values()) >= 150
        assert all(row["doc"] and row["example"] and row["counts"] for row in metrics)
        roas = next(row for row in metrics if row["key"] == "roas")
        assert (roas["reports"], roas["kind"], roas["additive"]) == (["ads"], "ratio", False)
        assert roas["terms"] == ["revenue", "adSpend"]
        found = get(shop, "metrics", search="Refund paid", report="revenue")
        assert {row["report"] for row in found} == {"revenue"}
        assert "refunds" in {row["key"] for row in found}
        assert len(get(shop, "dimensions")) == len(DIMENSIONS) >= 60
        (channel,) = get(shop, "dimensions", search="clicks.channel")
        assert (channel["field"], channel["reports"], channel["additive"]) == ("channel", list(BY_KEY), True)
        tag = next(row for row in get(shop, "dimensions", report="leads") if row["key"] == "contact.tag")
        assert not tag["additive"]
        filters = get(shop, "filters", report="products", search="product")
        assert {"is", "between"} <= {row["key"] for row in filters["operators"]}
        assert all("contains" in row["operators"] for row in filters["fields"] if row["type"] == "STRING")
        assert [row["key"] for row in get(shop, "models") if row["is_own_default"]] == ["last_touch"]
        (paid,) = (row for row in get(shop, "channels") if row["key"] == "paid")
        assert paid["rules"]
        events = {row["key"]: {field["key"]: field for field in row["fields"]} for row in get(shop, "events")}
        assert [*events] == [event.key for event in (*EVENTS, CUSTOM)]
        assert events["page_view"]["page"]["known"] == {"report": "traffic", "dimension": "page"}
        assert events["page_view"]["path"]["known"] is None
        assert "between" in events["purchase"]["amount"]["operators"]
        suggesting = [field["known"] for fields in events.values() for field in fields.values() if field["known"]]
        assert all(each["dimension"] in dimensions_of(BY_KEY[each["report"]]) for each in suggesting)
        (ads,) = get(shop, "reports", report="ads")
        assert "adSpend" in ads["metrics"]
        assert "did you mean 'leads'" in get(shop, "metrics", status=400, report="lead")["message"]


def test_what_is_the_accounts_own_is_listed(tmp_path: Path) -> None:
    with stand(tmp_path) as shop:
        own = {
            "key": "kept",
            "name": "Kept",
            "report": "leads",
            "type": "CURRENCY",
            "expression": "collected - refunds",
        }
        app = f"/api/app/{shop.account}"
        key = {"Authorization": shop.key}
        assert shop.client.post(f"{app}/metrics", content=msgspec.json.encode(own), headers=key).status_code == 200
        rule = {"channel": "radio", "because": "the radio says so"}
        rule |= {"when": [{"field": "utm_source", "op": "is", "values": ["radio"]}]}
        rules = [rule, *shop.client.get(f"{app}/channels", headers=key).json()["rules"]]
        body = msgspec.json.encode({"rules": rules})
        assert shop.client.put(f"{app}/channels", content=body, headers=key).status_code == 200
        (kept,) = get(shop, "metrics", search="kept", report="leads")
        assert (kept["is_own"], kept["additive"], kept["value"]) == (True, True, "{collected} - {refunds}")
        (radio,) = get(shop, "channels", search="radio")
        assert (radio["key"], radio["rules"]) == ("radio", ["the radio says so"])
