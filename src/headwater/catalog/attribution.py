"""The attribution models. A model is one scalar expression; see `kinds.Model` for what it may use."""

from headwater.catalog.kinds import Model

DEFAULT = "last_touch"

MODELS: tuple[Model, ...] = (
    Model(
        key="first_touch",
        name="First touch",
        aliases=("first_visit", "first_click"),
        weight="i = 1",
        doc="All credit goes to the first touch: what made the person aware of us?",
        example="A, B, C → A 100 %",
    ),
    Model(
        key="last_touch",
        name="Last touch",
        aliases=("purchase", "last_click"),
        weight="i = n",
        doc="All credit goes to the last touch before the conversion: what closed it?",
        example="A, B, C → C 100 %",
    ),
    Model(
        key="linear",
        name="Linear",
        weight="1",
        doc="Every touch before the conversion gets the same credit.",
        example="A, B, C → a third each",
    ),
    Model(
        key="any_touch",
        name="Any touch",
        aliases=("any", "any_page_view", "full_funnel"),
        weight="1",
        inclusion=True,
        doc="Every row that had a touch counts the conversion in full, once. Rows overlap and do not sum to the total, "
        "which counts every conversion once.",
        example="A, B, A → A 100 %, B 100 %",
    ),
)

BY_NAME = {name: model for model in MODELS for name in (model.key, *model.aliases)}
