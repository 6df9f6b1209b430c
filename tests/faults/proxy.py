"""A small TCP proxy in front of a server's Unix socket: delay, reset at byte N, blackhole, half-open, cut."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

NO_LINGER = struct.pack("ii", 1, 0)  # closing sends a reset instead of a farewell


@dataclass
class Weather:
    """What happens to the bytes on their way. The default is a fine day."""

    delay: float = 0.0  # seconds an answer is late
    reset_after: int = 0  # bytes of answers until the connection is reset; 0: never
    silent: bool = False  # bytes arrive and go nowhere; connecting works (blackhole)
    half_open: bool = False  # the server's side is gone and the client is not told


@dataclass
class Proxy:
    """Listens on 127.0.0.1 in a thread of its own; change `weather` at any time."""

    upstream: Path
    weather: Weather = field(default_factory=Weather)
    port: int = 0

    def start(self) -> None:
        self.loop, self._open = asyncio.new_event_loop(), set()
        up = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(up,), daemon=True)
        self.thread.start()
        up.wait()

    def stop(self) -> None:
        self.cut()
        asyncio.run_coroutine_threadsafe(self._end(), self.loop)
        self.thread.join(5)
        self.loop.close()

    def cut(self) -> None:
        """Reset every connection there is."""
        done = threading.Event()
        self.loop.call_soon_threadsafe(lambda: ([_reset(writer) for writer in self._open], done.set()))
        done.wait(5)

    async def _end(self) -> None:
        rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        self.loop.stop()

    def _run(self, up: threading.Event) -> None:
        asyncio.set_event_loop(self.loop)
        server = self.loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", self.port))
        self.port = server.sockets[0].getsockname()[1]
        up.set()
        self.loop.run_forever()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            there, back = await asyncio.open_unix_connection(str(self.upstream))
            ways = [self._carry(reader, back, 0), self._carry(there, writer, self.weather.reset_after)]
            await asyncio.wait([asyncio.ensure_future(way) for way in ways], return_when=asyncio.FIRST_COMPLETED)
            back.close()
            while self.weather.half_open:
                await asyncio.sleep(0.1)
        except OSError:
            _reset(writer)  # the server is down
        finally:
            self._open.discard(writer)
            writer.close()

    async def _carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, reset_after: int) -> None:
        """One way; only answers, which go back to the client, come late or end in a reset."""
        waiting: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        answers = target in self._open
        late = asyncio.ensure_future(self._deliver(waiting, target, reset_after))
        try:
            while data := await source.read(65536):
                waiting.put_nowait((time.monotonic() + (self.weather.delay if answers else 0), data))
        except OSError:
            pass  # ended without farewell, which is the same to us
        waiting.put_nowait((0, b""))
        await late

    async def _deliver(
        self, waiting: asyncio.Queue[tuple[float, bytes]], target: asyncio.StreamWriter, left: int
    ) -> None:
        counted = bool(left)
        while (item := await waiting.get())[1]:
            await asyncio.sleep(max(0.0, item[0] - time.monotonic()))
            while self.weather.silent or self.weather.half_open:
                await asyncio.sleep(0.05)
            data = item[1][:left] if counted else item[1]
            try:
                target.write(data)
                await target.drain()
            except OSError:
                return  # nobody is there any more
            left -= len(data)
            if counted and left <= 0:
                _reset(target)
                return


def _reset(writer: asyncio.StreamWriter) -> None:
    connection = writer.get_extra_info("socket")
    if connection is not None and writer.transport is not None and not writer.is_closing():
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
        writer.transport.abort()
