"""Reading a trial's audits by a scrutiny panel. Nobody reads the other's grade before an audit is closed."""

from trials.models import PanelAudit, PanelCase, PanelGrade


def audits_of(trial):
    """Every audit of the trial, newest first."""
    return list(PanelAudit.scoped.for_force(trial.force).filter(trial=trial).select_related("drawn_by"))


def audit_of(trial, audit_id):
    """One audit, or None."""
    audits = PanelAudit.scoped.for_force(trial.force).select_related("trial__force", "drawn_by")
    return audits.filter(trial=trial, pk=audit_id).first()


def numbered_cases(audit):
    """{number in the sample: case}, in the order in which the list was shown once."""
    cases = PanelCase.scoped.for_force(audit.force).filter(audit=audit)
    return dict(enumerate(cases, start=1))


def grades_by(audit, person):
    """{id of a case: the grade this person gave}."""
    grades = PanelGrade.scoped.for_force(audit.force).filter(case__audit=audit, grader=person)
    return {grade.case_id: grade for grade in grades}


def graders_of(audit):
    """The ids of those who have graded a case of it."""
    grades = PanelGrade.scoped.for_force(audit.force).filter(case__audit=audit)
    return set(grades.values_list("grader", flat=True))


def graded_counts(audit):
    """{id of a grader: how many cases they graded}: how far an audit is, without what was said."""
    grades = PanelGrade.scoped.for_force(audit.force).filter(case__audit=audit)
    found = {}
    for grader in grades.values_list("grader", flat=True):
        found[grader] = found.get(grader, 0) + 1
    return found


def pairs_of(audit):
    """[(case, grade of the one, grade of the other)] of cases that both graded; the order of the two is kept."""
    found = {}
    grades = PanelGrade.scoped.for_force(audit.force).filter(case__audit=audit).select_related("case")
    for grade in grades.order_by("grader"):
        found.setdefault(grade.case, []).append(grade.grade)
    return [(case, *grades) for case, grades in found.items() if len(grades) == 2]
