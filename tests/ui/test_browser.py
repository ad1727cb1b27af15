"""The page in a real Chromium: streaming, the keyboard, hostile sources, and no request that leaves the machine."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from samples_fhir import CANARIES, canary_record

from copilot.client import CopilotClient
from ui import deid, words
from ui.run import command

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: `apt-get install chromium` brings it")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


@pytest.fixture(scope="module")
def address(api: str) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(command(port), env=os.environ | {"COPILOT_API": api})
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _wait(url: str) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if httpx.get(url, trust_env=False).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    pytest.fail("the page did not start within a minute")


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    expect(page.get_by_label("Clinical question")).to_be_visible(timeout=30_000)
    yield page
    elsewhere = {urlsplit(url).hostname for url in asked if urlsplit(url).scheme not in ("data", "blob")}
    assert elsewhere == {"127.0.0.1"}
    context.close()


def _ask(page: Page, question: str) -> None:
    page.get_by_label("Clinical question").fill(question)
    page.get_by_role("button", name="Find and summarise the evidence").click()
    expect(page.get_by_role("heading", name="About this answer")).to_be_visible(timeout=30_000)


def test_a_citation_opens_by_keyboard_and_marks_the_words_of_the_source(page: Page, api: str) -> None:
    _ask(page, words.EXAMPLE)
    citation = page.locator("summary", has_text="Source 1:").first
    source = page.locator("details.cc-source").first
    expect(source.locator("mark").first).not_to_be_visible()
    citation.focus()
    page.keyboard.press("Enter")
    expect(source.locator("mark").first).to_be_visible()
    with CopilotClient(api) as client:
        text = client.evidence("pmid:1").text
    quote = source.locator("mark").first.inner_text()
    assert quote
    assert quote in text
    assert source.locator(".cc-text").inner_text() == text
    assert source.get_by_role("link", name="PMID 1").get_attribute("href") == "https://pubmed.ncbi.nlm.nih.gov/1/"


def test_hostile_sources_are_shown_as_text_and_do_nothing(page: Page) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    _ask(page, "Does warfarin increase bleeding in atrial fibrillation?")
    for summary in page.locator("summary").all():
        summary.click()
    expect(page.get_by_text("<svg/onload=alert(1)>").first).to_be_visible()
    assert page.locator("b[onmouseover], .stMain svg[onload]").count() == 0
    assert page.locator("img").count() == 0
    assert page.locator("a[href^=javascript]").count() == 0
    assert dialogs == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone_in_light_and_dark(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 320, "height": 640})
    _ask(page, words.EXAMPLE)
    page.locator("summary", has_text="Source 1:").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    wide = "[...document.querySelectorAll('.stMain *')].filter(e => e.getBoundingClientRect().right > 321).length"
    assert page.evaluate(wide) == 0


def test_headings_are_in_order_and_inputs_have_names(page: Page) -> None:
    _ask(page, words.EXAMPLE)
    levels = [int(name[1]) for name in page.locator("h1, h2, h3").evaluate_all("all => all.map(one => one.tagName)")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in itertools.pairwise(levels))
    assert page.locator("html").get_attribute("lang") == "en"
    nameless = "all => all.filter(e => !e.labels?.length && !e.ariaLabel).length"
    assert page.locator("main textarea, main input").evaluate_all(nameless) == 0


def test_a_review_is_written_and_sent_by_keyboard(page: Page) -> None:
    _ask(page, words.EXAMPLE)
    page.get_by_role("radiogroup", name="This answer is").get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    page.get_by_label("Comment (optional)").focus()
    page.keyboard.type("Not in our patients.")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Send the review").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("of the audit log.").last).to_be_visible(timeout=30_000)
    expect(page.locator(".cc-claim").first).to_be_visible()


def test_the_last_answer_leaves_before_the_next_question_is_answered(page: Page) -> None:
    _ask(page, words.EXAMPLE)
    # A mark on the last answer's elements tells that they were taken away, however quickly the next ones came.
    marked = page.locator(".cc-claim").evaluate_all("all => all.map(one => one.dataset.last = 'yes').length")
    assert marked > 0
    page.get_by_role("button", name="Find and summarise the evidence").click()
    page.wait_for_function("document.querySelectorAll('[data-last]').length === 0", timeout=30_000)
    expect(page.locator(".cc-claim").first).to_be_visible()


def _open_deid(page: Page) -> None:
    page.get_by_role("link", name="De-identify").click()
    expect(page.get_by_role("heading", name="De-identify")).to_be_visible(timeout=30_000)


def _deidentify(page: Page) -> None:
    _open_deid(page)
    page.get_by_role("button", name="Fill in the example").click()
    expect(page.get_by_label("Clinical text").last).to_have_value(deid.EXAMPLE)
    page.get_by_role("button", name="De-identify", exact=True).click()
    expect(page.get_by_role("heading", name="What was found, and why")).to_be_visible(timeout=60_000)


def test_de_identification_is_reached_from_the_first_page_and_marks_both_sides(page: Page) -> None:
    _deidentify(page)
    original = page.get_by_role("region", name="Original text, identifiers marked")
    result = page.get_by_role("region", name="De-identified text, replacements marked")
    expect(original.locator("mark").first).to_contain_text("Rosalind Ashgrove Name 1")
    expect(result.locator("mark").first).to_contain_text("Name 1")
    expect(result).not_to_contain_text("Rosalind")
    expect(page.get_by_role("row")).to_have_count(original.locator("mark").count() + 1)
    original.focus()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "region"


def test_de_identification_fits_a_phone_and_its_headings_are_in_order(page: Page) -> None:
    _deidentify(page)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    levels = [int(name[1]) for name in page.locator("h1, h2, h3").evaluate_all("all => all.map(one => one.tagName)")]
    assert levels == [1, 2, 3, 3, 2]
    nameless = "all => all.filter(e => !e.labels?.length && !e.ariaLabel && e.type != 'file').length"
    assert page.locator("main textarea, main input").evaluate_all(nameless) == 0


def test_an_uploaded_record_comes_back_as_a_download(page: Page, tmp_path: Path) -> None:
    _open_deid(page)
    page.get_by_text("FHIR R4 record (JSON)").first.click()
    expect(page.get_by_text("32MB per file • JSON")).to_be_visible()
    record = tmp_path / "record.json"
    record.write_text(json.dumps(canary_record()))
    page.locator('input[type=file][accept*=".json"]').set_input_files(record)
    expect(page.get_by_text("record.json")).to_be_visible()
    page.get_by_role("button", name="De-identify", exact=True).click()
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("button", name="Download the de-identified record").click()
    passed = waiting.value.path().read_text()
    assert json.loads(passed)["resourceType"] == "Bundle"
    assert not [canary for canary in CANARIES if canary.casefold() in passed.casefold()]


def test_clearing_empties_the_page(page: Page, tmp_path: Path) -> None:
    _deidentify(page)
    note = tmp_path / "note.txt"
    note.write_text("Seen by Dr. Foley.")
    page.locator("input[type=file]").set_input_files(note)
    expect(page.get_by_text("note.txt")).to_be_visible()
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(page.get_by_text("note.txt")).to_have_count(0)
    expect(page.get_by_role("textbox", name="Clinical text")).to_have_value("")
    expect(page.get_by_text("Rosalind")).to_have_count(0)
