"""What officers are told of the short cases after they handed in: the same for everybody, and never their answers."""

from dataclasses import dataclass

from surveys.queries.promised import questionnaire_of, words_of


@dataclass(frozen=True)
class Explained:
    """One case with the answer by the force's rules, and why (as the force wrote it, in English)."""

    text: str
    answer: str
    reason: str


def has_cases(wave):
    """Whether there is anything to tell."""
    questionnaire = questionnaire_of(wave)
    return bool(_asked(wave, questionnaire) or any(module.stories for module in questionnaire[1]))


def cases_page(wave, language):
    """Every case that the force's rules decide, in whichever form; and what was varied in the told ones."""
    asked, said = (_asked(wave, questionnaire_of(wave, one)) for one in ("en", language))
    rules = wave.frozen.get("case_rules") or {"answers": {}, "reasons": {}}
    modules = questionnaire_of(wave, language)[1]
    return {
        "words": words_of(wave, language),
        "wave": wave,
        "explained": [_explained(*pair, rules) for pair in zip(asked, said, strict=True)
                      if pair[0].id in rules["answers"]],
        "rule": rules.get("rule", ""),
        "no_rules": bool(asked) and not rules["answers"],
        "debriefs": [module.debrief for module in modules if module.stories],
    }  # fmt: skip


def _asked(wave, questionnaire):
    """The short cases whose answers may be told now.

    Those of an instrument with several occasions wait for its last: its forms are parallel, and whoever had read the
    answers to one would know those to the next.
    """
    instrument, modules = questionnaire
    occasion = wave.frozen["occasion"]
    waits = bool(occasion) and occasion != instrument.occasions[-1]
    own = () if waits else instrument.asked_on(instrument.scenarios, occasion)
    return (*own, *(case for module in modules for case in module.scenarios))


def _explained(case, said, rules):
    answer = rules["answers"][case.id]
    shown = dict(zip(case.choices, said.choices, strict=True)).get(answer, answer)
    return Explained(said.text, shown, rules["reasons"].get(case.id, ""))
