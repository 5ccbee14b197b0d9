"""What officers are promised, as one JSON value: written at the launch, never changed after."""

from dataclasses import asdict

from surveys import rules
from surveys.bands import ROLE_BANDS, SERVICE_BANDS
from surveys.instrument_value import to_value

LANGUAGE = "en"
KEPT = (
    "The list of people invited is deleted 30 days after the survey closes, unfinished answers after 72 hours, and "
    "answers after {years}."
)


def frozen_value(wave, instrument, areas, pools):
    """The whole promise. areas: {unit key: name} that an officer may choose from; pools: how many take the answers."""
    return {
        "instrument": {
            "key": instrument.key,
            "version": instrument.version,
            "content": to_value(instrument),
        },
        "occasion": wave.occasion,
        "mode": wave.mode,
        "thresholds": rules.THRESHOLDS,
        "pools": pools,
        "kept_years": wave.kept_years,
        "texts": {LANGUAGE: texts(wave, instrument)},
        "bands": {"area": areas, "role": ROLE_BANDS, "service": SERVICE_BANDS},
    }


def texts(wave, instrument):
    """{"agreement": sentence, "notice": {part: text}} as officers read them."""
    notice = asdict(instrument.notice)
    agreement = notice.pop("agreement")
    years = "one year" if wave.kept_years == 1 else f"{wave.kept_years} years"
    notice |= {"kept": KEPT.format(years=years), "contact": wave.contact or notice["contact"]}
    return {"agreement": agreement, "notice": notice}
