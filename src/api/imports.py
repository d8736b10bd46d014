"""Spreadsheets in: uploaded, looked through, then applied or put away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from api.days import today
from api.forms import Form
from api.pages import go, page
from api.session import Asking, coordinators, person_of
from api.wording import plural
from scheduler.actions import importing as actions
from scheduler.actions.importing import BadRowsError, ImportPreview
from scheduler.errors import InvalidInputError, TooLargeError
from scheduler.imports.columns import COLUMNS, SheetName
from scheduler.imports.differences import SheetDifference
from scheduler.model.directory import Finding
from scheduler.store.uploads import waiting_uploads

MOST_SHOWN = 100
"""Rows of a list on the page; the sheet of findings has all of them."""


@get("/imports", guards=[coordinators], include_in_schema=False)
async def start(request: Asking) -> Template:
    """Choose files, or go on with an upload that waits."""
    return await _start(request, [])


async def _start(request: Asking, errors: list[dict[str, str]], status: int = 200) -> Template:
    return page(
        request,
        "imports/start.html",
        title="Import",
        status_code=status,
        waiting=await waiting_uploads(),
        errors=errors,
    )


@post("/imports", guards=[coordinators], include_in_schema=False)
async def upload(request: Asking) -> Redirect | Template:
    """Keep the files and show what they would change."""
    try:
        files = actions.named_files(await _files(request))
        number = await actions.keep_upload(files, person_of(request).email, datetime.now(UTC))
    except (InvalidInputError, TooLargeError) as error:
        return await _start(request, [{"field": f, "text": t} for f, t in error.faults], 422)
    return go(f"/imports/{number}")


async def _files(request: Asking) -> list[tuple[str, bytes]]:
    parts = (await request.form()).getall("files", [])
    return [
        (part.filename, await part.read())
        for part in parts
        if isinstance(part, UploadFile) and part.filename
    ]


@get("/imports/spreadsheets", guards=[coordinators], include_in_schema=False)
async def spreadsheets(request: Asking) -> Template:
    """Which columns the six spreadsheets have."""
    return page(request, "imports/spreadsheets.html", title="The six spreadsheets", columns=COLUMNS)


@get("/imports/{number:int}", guards=[coordinators], include_in_schema=False)
async def look(request: Asking, number: FromPath[int]) -> Template:
    """What an upload would change; nothing is written by looking."""
    preview = await actions.preview_upload(number, today())
    return _preview(request, number, preview)


def _preview(request: Asking, number: int, preview: ImportPreview, status: int = 200) -> Template:
    return page(
        request,
        "imports/preview.html",
        title="What this import would do",
        status_code=status,
        number=number,
        preview=preview,
        most=MOST_SHOWN,
    )


@post("/imports/{number:int}/apply", guards=[coordinators], include_in_schema=False)
async def apply(request: Asking, number: FromPath[int]) -> Redirect | Template:
    """Write all of it, or nothing; bad rows only stay out when that was asked for."""
    skip = Form(await request.form()).ticked("skip")
    actor = person_of(request).email
    try:
        done = await actions.apply_upload(number, actor, today(), skip_bad_rows=skip)
    except BadRowsError:
        return _preview(request, number, await actions.preview_upload(number, today()), 422)
    return go("/imports", _done(done))


def _done(preview: ImportPreview) -> str:
    if preview.difference.is_empty:
        return "Nothing had to be changed: all of it was on file already."
    left_out = f" {plural(preview.bad_rows, 'row')} stayed out." if preview.bad_rows else ""
    return (
        f"Taken over: {plural(preview.added, 'new entry', 'new entries')}, "
        f"{preview.changed:,} changed.{left_out}"
    )


@get("/imports/{number:int}/without", guards=[coordinators], include_in_schema=False)
async def ask_without(request: Asking, number: FromPath[int]) -> Template:
    """Ask before going on without the bad rows."""
    return page(
        request,
        "imports/without.html",
        title="Go on without the bad rows?",
        number=number,
        preview=await actions.preview_upload(number, today()),
    )


@post("/imports/{number:int}/put-away", guards=[coordinators], include_in_schema=False)
async def put_away(request: Asking, number: FromPath[int]) -> Redirect:
    """Forget the files; nothing of them was written."""
    await actions.discard_upload(number, person_of(request).email)
    return go("/imports", "The files are put away. Nothing of them was written.")


@get("/imports/{number:int}/findings.csv", guards=[coordinators], include_in_schema=False)
async def findings(number: FromPath[int]) -> Response[bytes]:
    """Every bad row and warning as a sheet, for whoever mends the files."""
    preview = await actions.preview_upload(number, today())
    return Response(
        actions.findings_csv(preview.findings),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="import-{number}-to-mend.csv"'},
    )


# ---- JSON ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SheetResult:
    """What becomes of one sheet's entries."""

    sheet: SheetName
    added: int
    changed: int
    left: int

    @classmethod
    def of(cls, found: SheetDifference) -> SheetResult:
        """The counts of a difference."""
        return cls(found.sheet, len(found.added), len(found.changed), found.left)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, or would do."""

    applied: bool
    sheets: list[SheetResult]
    bad_rows: list[Finding]
    warnings: list[Finding]


@post(
    "/api/imports",
    guards=[coordinators],
    tags=["Imports"],
    status_code=200,
)
async def import_json(
    request: Asking,
    *,
    dry_run: FromQuery[bool] = False,
    skip_bad_rows: FromQuery[bool] = False,
) -> Response[ImportResult]:
    """Take spreadsheets (multipart/form-data, field ``files``, once for each file).

    With a bad row nothing is written and the answer is 422 with every finding, unless
    ``skip_bad_rows``. ``dry_run`` never writes.
    """
    files = actions.named_files(await _files(request))
    actions.check_size(files)
    preview = await actions.preview_import(files, today())
    stopped = bool(preview.bad) and not skip_bad_rows
    if not dry_run and not stopped:
        preview = await actions.apply_import(
            files, person_of(request).email, today(), skip_bad_rows=skip_bad_rows
        )
    result = ImportResult(
        applied=not dry_run and not stopped,
        sheets=[SheetResult.of(sheet) for sheet in preview.difference.sheets],
        bad_rows=list(preview.bad),
        warnings=list(preview.warnings),
    )
    return Response(result, status_code=422 if stopped and not dry_run else 200)


ROUTES = [
    start,
    upload,
    spreadsheets,
    look,
    apply,
    ask_without,
    put_away,
    findings,
    import_json,
]
