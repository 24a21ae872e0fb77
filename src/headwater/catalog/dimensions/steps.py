"""The step of a funnel. Every row of a funnel has it, asked or not."""

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
ROWS: tuple[Dimension, ...] = (STEP, STEP_NAME)
