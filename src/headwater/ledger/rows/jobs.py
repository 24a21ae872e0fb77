"""Rows of uploads that are imported in the background."""

import msgspec


class Job(msgspec.Struct, kw_only=True, array_like=True):
    """An upload that is imported in the background; `reading` says how it is read, as JSON.

    `file` is where it lies, or nothing once it is finished. `position` is how many records are on disk, refused ones
    too, `bytes_read` how far in the file that is about.
    """

    account_id: str
    job_id: str
    integration_id: str
    entity: str
    name: str
    file: str
    reading: str
    size: int
    state: str
    created_at: int
    finished_at: int | None = None
    fault: str | None = None
    position: int = 0
    bytes_read: int = 0
    succeeded: int = 0
    failed: int = 0


class Refusal(msgspec.Struct, kw_only=True, array_like=True):
    """A record of a job that was refused: what is wrong with it, as JSON, and its own words."""

    account_id: str
    job_id: str
    line: int
    errors: str
    source: str
