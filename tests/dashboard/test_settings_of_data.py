"""Settings about data, in a real browser: files that are brought in, and segments."""

import re

from playwright.sync_api import expect

from tests.dashboard.conftest import Settings, Shop


def test_a_file_is_mapped_and_imported_and_its_faulty_line_comes_back(settings: Settings, shop: Shop) -> None:
    page = settings("imports")
    content = "Wer;Vorname;Nummer\nida@shop.example;Ida;71\nnobody;Udo;72\n".encode("windows-1252")
    page.get_by_label("CSV file").set_input_files({"name": "leute.csv", "mimeType": "text/csv", "buffer": content})
    expect(page.get_by_text("2 of 2 records would be refused")).to_be_visible()
    for column, field in (("Wer", "email"), ("Vorname", "first_name"), ("Nummer", "contact_id")):
        page.get_by_role("button", name=f"Field of {column}").click()
        page.get_by_role("option", name=re.compile(f"^{field}")).click()
    expect(page.get_by_text("1 of 2 records would be refused")).to_be_visible()
    expect(page.get_by_text("Line 3: field 'email' must be an e-mail address")).to_be_visible()
    page.get_by_role("button", name="Import the file").click()
    row = page.locator(".rows li", has_text="leute.csv")
    expect(row).to_contain_text("1 taken, 1 refused", timeout=30_000)
    page.reload()
    with page.expect_download() as saved:
        row.get_by_role("link", name="Refused lines as CSV").click()
    lines = saved.value.path().read_text("utf-8").splitlines()
    assert lines[0] == "line,errors,Wer,Vorname,Nummer"
    assert lines[1].startswith("3,")
    assert lines[1].endswith(",nobody,Udo,72")
    contact = page.request.get(f"{shop.server.url}/{shop.account}/contact/ida@shop.example").json()["data"]
    assert (contact["first_name"], contact["contact_id"]) == ("Ida", "71")


def test_a_segment_is_renamed_and_deleted_unless_a_report_uses_it(settings: Settings, shop: Shop) -> None:
    filters = [{"field": "clicks.channel", "op": "is", "value": "email"}]
    path = f"/api/app/{shop.account}/segments"
    made = shop.post(path, {"name": "Readers", "filters": filters})["segment"]
    query = {"type": "leads", "filters": [{"segment": made["id"]}]}
    shop.post(f"/api/app/{shop.account}/reports", {"name": "Leads of readers", "query": query})
    page = settings("segments")
    expect(page.get_by_role("list", name="Conditions of Readers")).to_contain_text("Channel is email")
    page.get_by_role("button", name="Rename").click()
    page.get_by_label("Name", exact=True).fill("Readers of letters")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("strong").filter(has_text="Readers of letters")).to_be_visible()
    kept = page.request.get(f"{shop.server.url}{path}").json()["segments"]
    assert [(each["name"], each["filters"]) for each in kept] == [("Readers of letters", filters)]
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("alert").filter(has_text="Leads of readers")).to_be_visible()
