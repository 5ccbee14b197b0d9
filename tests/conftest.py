"""Fixtures every test may use: a force with people, and the marker for runs that take long."""

DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


def pytest_addoption(parser):
    parser.addoption("--on-demand", action="store_true", help="also run long grids, loads and kill matrices")
    parser.addoption("--with-database-only", action="store_true", help="leave out what meets no database")


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--on-demand"):
        keep(config, items, lambda item: not item.get_closest_marker("on_demand"))
    if config.getoption("--with-database-only"):
        keep(config, items, meets_a_database)


def keep(config, items, wanted):
    """Take the others out of the run, and say to pytest how many they are."""
    config.hook.pytest_deselected(items=[item for item in items if not wanted(item)])
    items[:] = [item for item in items if wanted(item)]


def meets_a_database(item):
    """Whether a test asks for the database of the tests, by its mark or by any fixture it uses."""
    return bool(item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(item.fixturenames))


pytest_plugins = ["tests.people", "tests.audit.harness"]
