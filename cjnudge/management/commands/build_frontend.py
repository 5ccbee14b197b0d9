"""manage.py build_frontend: make the pages' stylesheet and script."""

from django.core.management.base import BaseCommand, CommandError

from cjnudge.frontend.build import FrontendBuildError, build


class Command(BaseCommand):
    help = "Install the front-end packages and compile the stylesheet and script, if anything changed."
    requires_system_checks = []

    def handle(self, **options):
        try:
            made = build(progress=self.stderr.write)
        except FrontendBuildError as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write("Compiled." if made else "Nothing to do: the compiled files are current.")
