"""Where a force's records are read without naming the force, and why that is right."""

# (file, model): reason
ALLOWED = {
    ("cjnudge/accounts/queries.py", "Membership"): "a person's own memberships, in whichever force they are",
    ("cjnudge/accounts/queries.py", "Invitation"): "a secret link names it; who follows it has no force yet",
    (
        "cjnudge/cases/operations/consulting.py",
        "Consultation",
    ): "the daily sweep forgets those of every force",
    ("cjnudge/cases/operations/at_once.py", "Job"): "waits for the job that it has itself asked for",
    ("cjnudge/cases/operations/upload_sweeping.py", "Job"): "the sweep ends the uploads of every force",
    ("cjnudge/cases/operations/upload_sweeping.py", "Upload"): "the sweep ends the uploads of every force",
    (
        "cjnudge/cases/privacy/key_check.py",
        "KeyVersion",
    ): "whoever runs the installation checks the keys of every force",
    ("cjnudge/cases/operations/replacing.py", "Part"): "found or made by force and content in one statement",
    ("cjnudge/cases/operations/importing.py", "Snapshot"): "found or made by force and hash in one statement",
    ("cjnudge/cases/operations/importing.py", "Part"): "found or made by force and content in one statement",
    (
        "cjnudge/cases/operations/sweeping.py",
        "Part",
    ): "the sweep of stray files must know those of every force",
    ("cjnudge/cases/storage/parts.py", "Part"): "parts of published figures, which belong to no force",
    ("cjnudge/demo/telling.py", "Job"): "the demonstration waits for the jobs that it has itself asked for",
    ("cjnudge/jobs/lease.py", "Job"): "a worker claims by the id it was woken with, whichever force asked",
    (
        "cjnudge/jobs/operations.py",
        "Job",
    ): "found by the key of the work, or a job the caller has already read",
    ("cjnudge/jobs/sweep.py", "Job"): "the sweep looks after the jobs of every force",
    ("cjnudge/jobs/waking.py", "Job"): "notes on the job just stored that a worker was told",
    (
        "surveys/queries/promised.py",
        "Wave",
    ): "the words of a launched survey's pages, which everybody may read",
    ("surveys/operations/looking_after.py", "Wave"): "every minute the waves of every force are looked after",
    (
        "trials/operations/comparing.py",
        "Intervention",
    ): "every minute the interventions of every force are looked after",
    (
        "trials/operations/comparing.py",
        "NotCompared",
    ): "found or made by intervention and snapshot in one statement",
    ("trials/operations/telling.py", "Run"): "every minute the comparisons of every force are looked after",
    ("trials/operations/looking.py", "Job"): "found by the key of the work, which names the trial",
    (
        "trials/queries/following.py",
        "Trial",
    ): "every minute the running trials of every force are looked after",
    ("trials/naming.py", "Conduct"): "whoever runs the installation names a trial at the command line",
    ("trials/naming.py", "Trial"): "whoever runs the installation names a trial at the command line",
    ("trials/verification.py", "Trial"): "whoever runs the installation names a trial at the command line",
}
