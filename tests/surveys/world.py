"""What the route matrix needs of the surveys: an instrument."""


def build(world):
    world["survey_instrument"] = "oocr_com_b"
    world["survey_instrument_version"] = 1
