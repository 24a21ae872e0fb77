"""All touches before the conversion, in order: the path that led to it. A conversion stands in one row, in full."""

from headwater.catalog.kinds import Dimension

ROWS: tuple[Dimension, ...] = (
    Dimension(
        key="path.channels",
        name="Channel Path",
        type="STRING",
        source="journey",
        value="journey.channels",
        doc="The channels of the touches in order; the same channel several times in a row stands once.",
        example="search > email > direct",
    ),
    Dimension(
        key="path.sources",
        name="Source Path",
        type="STRING",
        source="journey",
        value="journey.sources",
        doc="The sources of the touches in order; the same source several times in a row stands once.",
        example="Google > Newsletter",
    ),
    Dimension(
        key="path.campaigns",
        name="Campaign Path",
        type="STRING",
        source="journey",
        value="journey.campaigns",
        doc="The campaigns of the touches in order; the same one several times in a row stands once.",
        example="holiday > (not set)",
    ),
    Dimension(
        key="path.touches",
        name="Path Length",
        type="NUMBER",
        source="journey",
        value="coalesce(journey.touches, 0)",
        doc="How many touches led to the conversion.",
        example="3",
    ),
    Dimension(
        key="path.days",
        name="Time Lag in Days",
        type="NUMBER",
        source="journey",
        value="journey.days",
        doc="Whole days from the first touch to the conversion.",
        example="12",
    ),
    Dimension(
        key="path.first_channel",
        name="First Channel",
        type="STRING",
        source="journey",
        value="journey.first_channel",
        doc="The channel of the first touch.",
        example="search",
    ),
    Dimension(
        key="path.last_channel",
        name="Last Channel",
        type="STRING",
        source="journey",
        value="journey.last_channel",
        doc="The channel of the last touch.",
        example="direct",
    ),
)
