"""The key of a new installation is made once, whoever starts first."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from scheduler.settings import settings_from

AT_ONCE = 8


def test_all_who_start_at_once_have_the_same_key(tmp_path: Path) -> None:
    for turn in range(20):
        data = tmp_path / str(turn)
        gate = Barrier(AT_ONCE)

        def begun(data: Path = data, gate: Barrier = gate) -> bytes:
            gate.wait()
            return settings_from({"OPENDOOR_DATA": str(data)}).secret

        with ThreadPoolExecutor(AT_ONCE) as together:
            keys = {key.result() for key in [together.submit(begun) for _ in range(AT_ONCE)]}
        assert len(keys) == 1
        assert len(keys.pop()) == 64
        assert [path.name for path in data.iterdir()] == ["secret.key"]
        assert stat.S_IMODE((data / "secret.key").stat().st_mode) == 0o600
