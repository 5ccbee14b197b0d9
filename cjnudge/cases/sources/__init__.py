"""The feeds: one file each, its name the key, exporting FEED."""

from cjnudge.cases.feeds import Feed
from cjnudge.registry import discover


def all_feeds():
    """Every feed by key."""
    return discover("cjnudge.cases.sources", "FEED", Feed)


def file_feeds():
    """Every feed whose files may be brought in, by key: all but those that are typed on a page."""
    return {key: feed for key, feed in all_feeds().items() if not feed.typed}


class UnknownFeed(KeyError):
    """No feed has this key."""

    def __str__(self):
        return self.args[0]


def feed(key):
    """The feed with this key; UnknownFeed names those there are."""
    try:
        return all_feeds()[key]
    except KeyError:
        raise UnknownFeed(f"There is no feed {key!r}. There are: {', '.join(all_feeds())}.") from None


def is_typed(key):
    """Whether counts of this feed were typed by a person; False for a feed that is no longer there."""
    found = all_feeds().get(key)
    return found is not None and found.typed
