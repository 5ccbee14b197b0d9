"""What the route matrix needs of the surveys: an instrument, and a way in that leads nowhere."""


def build(world):
    world["survey_instrument"] = "oocr_com_b"
    world["survey_instrument_version"] = 1
    # No survey is behind them: what a link or a code answers depends on the day, and is tested with one.
    world["survey_token"] = "no-such-token"
    world["survey_code"] = "NNNNNNNN"
    world["survey_page"] = 1
