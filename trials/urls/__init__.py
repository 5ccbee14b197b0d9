"""The addresses of trials: one module a subject, each with its own list."""

from importlib import import_module
from pkgutil import iter_modules

app_name = "trials"
urlpatterns = [
    entry
    for found in sorted(iter_modules(__path__), key=lambda one: one.name)
    for entry in import_module(f"{__name__}.{found.name}").urlpatterns
]
