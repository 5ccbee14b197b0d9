import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cjnudge.settings")
application = get_wsgi_application()
# Django loads the pages' code at the first request: one person for every process would wait seconds for it, and the
# processor it takes would be missing to all others.
_ = get_resolver().url_patterns
