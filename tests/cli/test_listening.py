"""The socket that ``serve`` holds."""

from __future__ import annotations

import asyncio
import socket

from scheduler.cli.running import listening


async def test_answers_leave_without_waiting_for_the_reader() -> None:
    """Unsaid that it is TCP, asyncio lets Nagle's algorithm hold every second write back."""
    told: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = writer.get_extra_info("socket")
        told.set_result(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    with listening("127.0.0.1", 0) as listener:
        async with await asyncio.start_server(answer, sock=listener):
            await asyncio.open_connection(*listener.getsockname())
            assert await told
