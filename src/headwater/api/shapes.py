"""The shapes of answers that are no entity's: reports, queries, health, and what whoever runs the house is told.

The document's schemas are made from these types, and tests hold real answers against them.
"""

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

Figure: TypeAlias = str | int | float | None


class Health(TypedDict):
    """The process answers."""

    status: Literal["ok"]
    version: str


class Ready(TypedDict):
    """Whether the stores can be worked with, and of how many accounts the projection fails."""

    status: Literal["ok", "failing"]
    failing_accounts: int


class Freshness(TypedDict):
    """Up to which change the answer knows the account, and whether that is all of them."""

    is_current: bool
    as_of: str | None
    projected_change: int
    ledger_change: int


class Column(TypedDict):
    """A column: `additive` is false where rows overlap, so that they do not sum to the total."""

    name: str
    key: str
    type: Literal["STRING", "NUMBER", "CURRENCY", "PERCENT", "DATE"]
    aggregation: Literal["SUM", "AVG"] | None
    additive: NotRequired[bool]


class Dates(TypedDict):
    """The days of an answer, both included."""

    start: str
    end: str
    scale: Literal["hour", "day", "week", "month", "quarter", "year"]


class Compared(TypedDict):
    """The same question about another range: its rows, which share names with those above, and its totals."""

    date_range: Dates
    rows: list[list[Figure]]
    row_count: int
    totals: list[Figure]
    unattributed: dict[str, Figure] | None


class QueryAnswer(TypedDict):
    """Rows are positional, in the order of `fields`; totals are those of the metrics."""

    type: str
    fields: list[Column]
    rows: list[list[Figure]]
    row_count: int
    totals: list[Figure]
    date_range: Dates
    comparison: Compared | None
    v: str
    freshness: Freshness
    unattributed: dict[str, Figure] | None
    sql: NotRequired[str]
    params: NotRequired[dict[str, str | None]]


class MetricInWords(TypedDict):
    """How a metric is worked out, from what, and what it means."""

    key: str
    name: str
    kind: Literal["measure", "ratio", "formula"]
    type: Literal["STRING", "NUMBER", "CURRENCY", "PERCENT", "DATE"]
    formula: str
    doc: str
    source: str | None


class Term(MetricInWords):
    """One of the sums that a figure is made of."""

    sum: Figure
    is_listed: bool


class Decision(TypedDict):
    """The channel rule that told a touch."""

    channel: str
    because: str


class ExplainedTouch(TypedDict):
    """A touch: its share of the conversion (None under inclusion), its part, and whether this row counts it."""

    at: str
    type: Literal["page_view", "import"]
    share: int | float | None
    part: Figure
    counts: bool
    channel: str
    source: str | None
    referrer_host: str | None
    utm_source: str | None
    utm_medium: str | None
    utm_campaign: str | None
    utm_content: str | None
    utm_term: str | None
    click_id: str | None
    ad_id: str | None
    landing_page: str | None
    referrer: str | None
    rule: Decision


class ExplainedPerson(TypedDict):
    """Who; name and address only for keys that may know them."""

    person_id: str
    name: NotRequired[str | None]
    email: NotRequired[str | None]


class Explained(TypedDict):
    """A conversion behind a figure, or a row that counts by itself, which has neither person nor touches."""

    part: Figure
    value: NotRequired[Figure]
    person: NotRequired[ExplainedPerson]
    conversion: NotRequired[dict[str, Any]]
    touches: NotRequired[list[ExplainedTouch]]
    row: NotRequired[dict[str, Any]]


class ExplainAnswer(TypedDict):
    """What stands behind a figure; `sum` is that of the listed term, over all pages."""

    type: str
    row: dict[str, Any]
    metric: MetricInWords
    model: str
    figure: Figure
    terms: list[Term]
    sum: Figure
    count: int
    page: int
    last_page: int
    limit: int
    conversions: list[Explained]
    date_range: Dates
    freshness: Freshness
    sql: NotRequired[str]
    params: NotRequired[dict[str, str | None]]


class ReportDates(TypedDict):
    """The days of a report, both included."""

    start: str
    end: str
    duration: None
    scale: Literal["hour", "day", "week", "month", "quarter", "year"]
    start_date: str
    end_date: str
    name: str


class Heading(TypedDict):
    """Which report it is."""

    name: str
    type: str
    date_range: ReportDates


class Kpi(TypedDict):
    """One figure of the whole report."""

    name: str
    key: str
    value: Figure
    type: Literal["STRING", "NUMBER", "CURRENCY", "PERCENT", "DATE"]
    aggregation: Literal["SUM", "AVG"] | None


class Dataset(TypedDict):
    """One line of the graph, a figure for each label."""

    label: str
    key: str
    data: list[Figure]


class Graph(TypedDict):
    """Figures over time."""

    labels: list[str]
    datasets: list[Dataset]


class Table(TypedDict):
    """Rows by the keys of their columns."""

    fields: list[Column]
    rows: list[dict[str, Figure]]


class ReportAnswer(TypedDict):
    """Figures, a graph over time and a table."""

    report: Heading
    kpis: list[Kpi]
    graph: Graph
    table: Table
    unattributed: dict[str, Figure] | None
    freshness: Freshness


class Verified(TypedDict):
    """What was counted, and what differs between the stores; nothing when all is well."""

    account_id: str
    checked: dict[str, int]
    differences: list[str]


class Rebuilt(TypedDict):
    """Up to which change the new warehouse knows the account."""

    account_id: str
    change: int


class Scrubbed(TypedDict):
    """The accounts whose stores were written anew."""

    status: str
    accounts: list[str]


class Examined(TypedDict):
    """How the house is."""

    versions: dict[str, str]
    stores: dict[str, str]
    disk: dict[str, int]
    queue: dict[str, int]
    accounts: list[dict[str, Any]]
    failing_accounts: list[str]
