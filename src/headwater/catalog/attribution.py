"""The attribution models. A model is one scalar expression; see `kinds.Model` for what it may use."""

from headwater.catalog.kinds import Model

DEFAULT = "last_touch"
HALF_LIFE_DAYS = 7

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
        key="optin",
        name="Opt-in",
        aliases=("opt_in", "first_engagement"),
        weight="i = greatest(e, 1)",
        doc="All credit goes to the last touch up to the person's opt-in, whatever the conversion; where all touches "
        "came after it, or there was none, to the first of them: what made the lead?",
        example="A, B, opt-in, C, order → B 100 %",
    ),
    Model(
        key="linear",
        name="Linear",
        weight="1",
        doc="Every touch before the conversion gets the same credit.",
        example="A, B, C → a third each",
    ),
    Model(
        key="position",
        name="Position based",
        aliases=("position_based", "u_shaped"),
        weight="CASE WHEN n <= 2 THEN 1 WHEN i IN (1, n) THEN 0.4 ELSE 0.2 / (n - 2) END",
        doc="The first and the last touch get 40 % each, those between share 20 %; two touches get half each.",
        example="A, B, C, D → 40 %, 10 %, 10 %, 40 %",
    ),
    Model(
        key="w_shaped",
        name="W-shaped",
        weight="30 * ((i = 1)::INT + (i = greatest(e, 1))::INT + (i = n)::INT) + CASE "
        "WHEN i IN (1, greatest(e, 1), n) THEN 0 ELSE 10.0 / (n - len(list_distinct([1, greatest(e, 1), n]))) END",
        doc="The first touch, the one that led to the opt-in (see the model `optin`) and the last get 30 % each, the "
        "others share 10 %. A touch that is two of these gets both parts; without others, the parts grow to the whole.",
        example="A, B, opt-in, C, D → A 30 %, B 30 %, C 10 %, D 30 %",
    ),
    Model(
        key="time_decay",
        name="Time decay",
        weight="pow(2, -age / $half_life)",
        doc="A touch gets half the credit of one that was `options.half_life_days` (7) nearer to the conversion.",
        example="A a week before B, B at the conversion → a third, two thirds",
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
