"""Runs: asked for, followed, stopped, and what becomes of their plan."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from httpx import AsyncClient

from scheduler.store import runs
from tests.api.coordinators import page_after, week_of, words_of
from tests.conftest import OpenClient, SendLetters, SignIn
from tests.support.worlds import World


async def test_a_run_from_the_button_to_the_draft(
    app_client: AsyncClient, sign_in: SignIn, send_letters: SendLetters, quiet_week: World
) -> None:
    monday = quiet_week.monday
    await sign_in(app_client, quiet_week.coordinator)
    asked = words_of((await app_client.get("/runs")).text)
    assert "This week has not been solved yet" in asked
    assert "No worker is at work" in asked

    answer = await app_client.post(
        f"/weeks/{monday}/runs", data={"seconds": "5", "max_changes": ""}
    )
    path = answer.headers["location"]
    waiting = await page_after(app_client, answer)
    assert "Waiting for a worker: none is at work." in words_of(waiting)
    assert f'hx-get="{path}/progress' in waiting
    assert '<noscript><meta http-equiv="refresh"' in waiting
    alive = await app_client.get(f"{path}/progress")
    assert "HX-Refresh" not in alive.headers

    await send_letters()  # carries out every job, this run too
    over = await app_client.get(f"{path}/progress")
    assert over.headers["HX-Refresh"] == "true"
    page = words_of((await app_client.get(path)).text)
    for words in ("6 of 6", "proven, this is the best", "Open the board"):
        assert words in page, words
    assert (await week_of(app_client, monday))["showing"] == "draft"


async def test_one_run_of_a_week_at_a_time_and_only_sensible_ones(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    monday = quiet_week.monday
    await sign_in(app_client, quiet_week.coordinator)
    for seconds, changes in (("0", ""), ("soon", ""), ("99999", ""), ("5", "-1"), ("5", "x")):
        refused = await app_client.post(
            f"/weeks/{monday}/runs", data={"seconds": seconds, "max_changes": changes}
        )
        assert refused.status_code == 422
        assert f'value="{seconds}"' in refused.text
        assert "One thing to mend" in refused.text
    nobody = await app_client.post(
        f"/weeks/{monday + timedelta(weeks=9)}/runs", data={"seconds": "5"}
    )
    assert nobody.status_code == 422
    first = await app_client.post(f"/api/weeks/{monday}/runs", json={"seconds": 5})
    assert (first.status_code, first.json()["pace"]) == (202, "no worker")
    second = await app_client.post(f"/api/weeks/{monday}/runs", json={"seconds": 5})
    assert second.status_code == 409


async def test_stopping_a_run_that_waits_and_one_that_is_over(
    app_client: AsyncClient, sign_in: SignIn, send_letters: SendLetters, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.coordinator)
    run = (await app_client.post(f"/api/weeks/{quiet_week.monday}/runs", json={})).json()["id"]
    stopped = await app_client.post(f"/runs/{run}/stop")
    assert "Stopping" in await page_after(app_client, stopped)
    await send_letters()
    found = (await app_client.get(f"/api/runs/{run}")).json()
    assert found["state"] == "finished"
    again = await app_client.post(f"/runs/{run}/stop")
    assert "This run has ended already." in await page_after(app_client, again)


async def test_a_run_that_failed_says_why(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.coordinator)
    run = (await app_client.post(f"/api/weeks/{quiet_week.monday}/runs", json={})).json()["id"]
    await runs.fail_run(run, datetime.now(UTC), "The server ran out of memory.")
    page = words_of((await app_client.get(f"/runs/{run}")).text)
    assert "The run ended without a plan. Nothing was changed." in page
    assert "The server ran out of memory." in page
    assert "Run again" in page


async def test_the_plan_of_an_earlier_run_can_be_taken_again(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    monday = published_week.monday
    await sign_in(app_client, published_week.coordinator)
    run = (await runs.runs_of(monday))[0].id
    page = words_of((await app_client.get(f"/runs/{run}")).text)
    assert "This plan is not the draft any more." in page
    assert "Nothing is different." in page
    taken = await app_client.post(f"/runs/{run}/take")
    assert f"The plan of run {run} is the draft now." in await page_after(app_client, taken)


async def test_runs_are_for_coordinators_only_and_unknown_ones_are_not_found(
    open_client: OpenClient, published_week: World
) -> None:
    coordinator = await open_client(published_week.coordinator)
    run = (await runs.runs_of(published_week.monday))[0].id
    for path in ("/runs/999999", "/api/runs/999999", "/runs/99999999999999999999"):
        assert (await coordinator.get(path)).status_code in {404, 422}
    assert (await coordinator.post("/runs/999999/stop")).status_code == 404
    for email in (published_week.office, "ana@example.org"):
        other = await open_client(email)
        for path in ("/runs", f"/runs/{run}", f"/runs/{run}/progress", f"/api/runs/{run}"):
            assert (await other.get(path)).status_code == 403
        assert (await other.post(f"/runs/{run}/stop")).status_code == 403
