"""The step of a funnel, the cohort and its age: what every row of these reports has, asked or not."""

from headwater.catalog.kinds import Dimension

STEP = Dimension(
    key="step",
    name="Step",
    type="NUMBER",
    source="conversion",
    value="conversion.step",
    of=("passages",),
    doc="The number of the step, from 1.",
    example="2",
)
STEP_NAME = Dimension(
    key="step_name",
    name="Step Name",
    type="STRING",
    source="conversion",
    value="conversion.step_name",
    of=("passages",),
    doc="The name that the question gave the step, or that of its event.",
    example="Opted in",
)
COHORT = Dimension(
    key="cohort",
    name="Cohort",
    type="DATE",
    source="conversion",
    value="conversion.cohort",
    of=("cells",),
    doc="The first day of the week, month, quarter or year, by the scale, in which the lead opted in.",
    example="2021-11-01",
)
PERIOD = Dimension(
    key="period",
    name="Periods Since",
    type="NUMBER",
    source="conversion",
    value="conversion.period",
    of=("cells",),
    doc="How many calendar units of the scale after the cohort's own, which is 0.",
    example="3",
)
ROWS: tuple[Dimension, ...] = (STEP, STEP_NAME, COHORT, PERIOD)
