"""What answers can be broken down by. A dimension of touches is told by the origin of the touch that earned credit."""

from headwater.catalog.kinds import Dimension

DIMENSIONS: tuple[Dimension, ...] = (
    Dimension(
        key="clicks.channel",
        name="Channel",
        type="STRING",
        source="touch",
        value="origin.channel",
        direct="direct",
        doc="The kind of way a visit came, by the account's channel rules.",
        example="social",
    ),
    Dimension(
        key="clicks.source",
        name="Source",
        type="STRING",
        source="touch",
        value="origin.source",
        direct="Direct",
        doc="The readable name of who sent the visit: by utm_source, else by the referring host.",
        example="Facebook",
    ),
    Dimension(
        key="clicks.utm_source",
        name="UTM Source",
        type="STRING",
        source="touch",
        value="origin.utm_source",
        doc="The utm_source of the link that was followed.",
        example="facebook",
    ),
    Dimension(
        key="clicks.utm_medium",
        name="UTM Medium",
        type="STRING",
        source="touch",
        value="origin.utm_medium",
        doc="The utm_medium of the link that was followed.",
        example="cpc",
    ),
    Dimension(
        key="clicks.utm_campaign",
        name="UTM Campaign",
        type="STRING",
        source="touch",
        value="origin.utm_campaign",
        doc="The utm_campaign of the link that was followed.",
        example="holiday",
    ),
    Dimension(
        key="clicks.utm_content",
        name="UTM Content",
        type="STRING",
        source="touch",
        value="origin.utm_content",
        doc="The utm_content of the link that was followed.",
        example="blue button",
    ),
    Dimension(
        key="clicks.utm_term",
        name="UTM Term",
        type="STRING",
        source="touch",
        value="origin.utm_term",
        doc="The utm_term of the link that was followed.",
        example="online course",
    ),
    Dimension(
        key="date",
        name="Date",
        type="DATE",
        source="conversion",
        value="{period}",
        doc="The conversion's day in the account's time zone, or the first day of its week or month, by the scale.",
        example="2021-11-01",
    ),
)

BY_KEY = {dimension.key: dimension for dimension in DIMENSIONS}
