"""From the question to the result, as an evaluator reads it and as a lead asks it."""

import pytest

from tests.journeys.walking import follow

FORCE = "/forces/hertfordshire/"
CAUSAL = (" caused", " because of the", " led to", " thanks to", " effect of", " due to ", " impact")


def test_newcomer_reads_the_answer_without_javascript(visit):
    page = visit("Evaluator", javascript=False)
    page.goto(FORCE)
    follow(page.get_by_role("link", name="Trials", exact=True))
    follow(page.get_by_role("link", name="Hertfordshire against the other forces"))
    follow(page.get_by_role("link", name="result").first)
    text = page.locator("main").inner_text()
    for words in (
        "rose 9.2 points while the other 42 forces fell 2.8 on average",
        "2023/24 was the lowest of four years and was chosen after seeing the figures",
        "The figures cannot say why",
        "4 of 43 forces stand as far from the rest",
        "p = 0.093",
        "3 of 43",
        "0.070",
        "12.1 points (−0.5 to 24.6)",
        "8.8 points (−3.8 to 21.4); 8 of 43; p = 0.186",
        "35.2 % to 32.5 %",
        "35.4 % to 32.6 %",
        "z = 14.1",
        "written after the data were seen",
        "Plan seal (SHA-256)",
    ):
        assert words.lower() in text.lower(), words
    assert not [verb for verb in CAUSAL if verb in text]
    for picture in page.locator("main img").all():
        assert picture.get_attribute("alt")
        assert page.request.get(picture.get_attribute("src")).status == 200


def test_recorded_months_are_refused_a_verdict(visit):
    page = visit("Evaluator", javascript=False)
    page.goto(FORCE + "trials/")
    follow(page.get_by_role("link", name="England and Wales by recorded month"))
    follow(page.get_by_role("link", name="result").first)
    text = page.locator("main").inner_text()
    assert "No verdict" in text
    assert "the sign differs by basis" in text


@pytest.mark.parametrize("javascript", [pytest.param(True, marks=pytest.mark.on_demand), False])
def test_lead_asks_seals_and_gets_a_result(visit, javascript):
    page = visit("Constabulary lead", javascript=javascript)
    page.goto(FORCE + "trials/new/")
    page.get_by_label("Title").fill(f"Surrey, scripts {'on' if javascript else 'off'}")
    page.get_by_label("Question").fill("Did the share change in Surrey after 2023/24?")
    page.get_by_label("Measure").select_option("oocr_share_positive")
    page.get_by_label("Figures").select_option(label="44 forces by year, closed basis, 2022/23 to 2025/26")
    page.get_by_label("by the month the investigation was closed").check()
    page.get_by_label("Difference in differences").check()
    follow(page.get_by_role("button", name="Continue"))
    write_plan(page)
    follow(page.get_by_role("button", name="Seal this plan"))
    follow(page.get_by_role("button", name="Seal"))
    follow(page.get_by_role("button", name="Run"))
    follow_to_the_result(page, javascript)
    assert "Surrey" in page.locator("main").inner_text()
    assert "of 43 forces" in page.locator("main").inner_text()
    assert page.refused == []


def write_plan(page):
    page.get_by_label("Surrey", exact=True).check()
    page.get_by_label("territorial").check()
    page.get_by_label("First period before").select_option(label="2023/24")
    page.get_by_label("Last period before").select_option(label="2023/24")
    page.get_by_label("First period after").select_option(label="2025/26")
    page.get_by_label("Last period after").select_option(label="2025/26")
    page.get_by_label("Why these periods?").fill("The two years the board named.")
    page.get_by_label("What was known when this was written?").fill("All four years.")
    follow(page.get_by_role("button", name="Save the plan"))


def follow_to_the_result(page, javascript):
    """The job's page leads there: by itself with scripts, by its reload or its link without."""
    page.get_by_role("link", name="result").first.wait_for(timeout=60_000)
    follow(page.get_by_role("link", name="result").first)
