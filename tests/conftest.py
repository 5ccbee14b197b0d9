"""Fixtures every test may use: a force with people, and the marker for runs that take long."""


def pytest_addoption(parser):
    parser.addoption("--on-demand", action="store_true", help="also run long grids, loads and kill matrices")


def pytest_collection_modifyitems(config, items):
    if config.getoption("--on-demand"):
        return
    long = [item for item in items if item.get_closest_marker("on_demand")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if not item.get_closest_marker("on_demand")]


pytest_plugins = ["tests.people", "tests.audit.harness"]
