"""The page view itself, and the session that it was part of. What the visit began with is told by `views`."""

from headwater.catalog.kinds import Dimension

ROWS: tuple[Dimension, ...] = (
    Dimension(
        key="page",
        name="Page",
        type="STRING",
        source="conversion",
        value="conversion.host || conversion.path",
        of=("views", "entrances", "exits"),
        doc="The page that was viewed; of entrances and exits, the first and the last of the session: host and path.",
        example="example.com/pricing",
    ),
    Dimension(
        key="page_host",
        name="Page Host",
        type="STRING",
        source="conversion",
        value="conversion.host",
        of=("views",),
        doc="The host of the page that was viewed.",
        example="shop.example.com",
    ),
    Dimension(
        key="page_title",
        name="Page Title",
        type="STRING",
        source="conversion",
        value="conversion.title",
        of=("views",),
        doc="The title of the page that was viewed.",
        example="Pricing",
    ),
    Dimension(
        key="session.exit_page",
        name="Exit Page",
        type="STRING",
        source="conversion",
        value="conversion.last_page",
        of=("exits",),
        doc="The page that the session ended with: host and path.",
        example="example.com/thanks",
    ),
    Dimension(
        key="session.pages",
        name="Pages in the Session",
        type="NUMBER",
        source="conversion",
        value="conversion.views",
        of=("stays", "exits"),
        doc="How many pages were viewed in the session.",
        example="3",
    ),
)
