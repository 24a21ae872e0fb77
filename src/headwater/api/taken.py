"""Answers to take away over HTTP: which form is wanted, and sending it piece by piece.

In: an answer and a form. Out: a response of any length. A Parquet file ends with what it is about, so that one is made
beside the stores first, where there is room, and is gone afterwards.
"""

import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, cast

from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.responses import Response, StreamingResponse

from headwater.reporting.answer import Answer
from headwater.reporting.export import MEDIA, to_arrow, to_csv, to_lines, types
from headwater.warehouse.parquet import write_parquet

_PIECE: Final = 2**18
_SPELLED: Final[Mapping[str, Callable[[Answer], Iterator[bytes]]]] = {
    "csv": to_csv,
    "ndjson": to_lines,
    "arrow": to_arrow,
}
MEDIA_TYPES: Final = tuple(media.partition(";")[0] for media in MEDIA.values())


def form_of(accept: str, body: Mapping[str, Any]) -> str:
    """How an answer is to be spelled: by the question's own word, which wins, or else by the header."""
    options = body.get("options")
    chosen = cast("Mapping[str, object]", options).get("format") if isinstance(options, dict) else None
    if said := chosen or body.get("format"):
        word = str(said).strip()  # what is none of ours is complained of with the rest of the question
        return word if word in MEDIA else "json"
    wanted = [part.partition(";")[0].strip().lower() for part in accept.split(",")]
    if "application/json" in wanted:
        return "json"
    return next((form for form, media in zip(MEDIA, MEDIA_TYPES, strict=True) if media in wanted), "json")


async def sent(answer: Answer, form: str, data: Path) -> Response:
    """The response; `data` is where there is room for a file."""
    pieces = _file(answer, data) if form == "parquet" else iterate_in_threadpool(_SPELLED[form](answer))
    name = f'attachment; filename="{answer.question.type.key}.{form}"'
    headers = {} if form == "csv" else {"Content-Disposition": name}
    return StreamingResponse(pieces, media_type=MEDIA[form], headers=headers)


async def _file(answer: Answer, data: Path) -> AsyncIterator[bytes]:
    with tempfile.TemporaryDirectory(dir=data, prefix="export-") as directory:
        target = Path(directory) / "answer.parquet"
        await run_in_threadpool(_write, answer, Path(directory) / "answer.ndjson", target)
        with target.open("rb") as made:
            while piece := await run_in_threadpool(made.read, _PIECE):
                yield piece


def _write(answer: Answer, spool: Path, target: Path) -> None:
    with spool.open("wb") as lines:
        lines.writelines(to_lines(answer))
    write_parquet(spool, target, types(answer))
