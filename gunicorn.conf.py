"""The web server, the same under `manage.py start` and in the container; the address is given on the command line."""

import gc
import os

worker_class = "auxpolice.patient.PatientWorker"  # gthread, with whole requests only
workers = 2
threads = 4
preload_app = True  # one import for all workers
timeout = 60
graceful_timeout = 10
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 - heartbeats must not wait for a disk
forwarded_allow_ips = "127.0.0.1"
proc_name = "auxpolice"


def when_ready(server: object) -> None:
    """What all workers share is never looked through for garbage again: it would only be copied into each of them."""
    gc.collect()
    gc.freeze()


def on_starting(server: object) -> None:
    """Not with keys that do not open what is stored: it would all look damaged. A database that is not up yet is waited for."""
    from django.db import OperationalError, connections

    from core.crypto.starting import wrong_keys

    try:
        if problem := wrong_keys():
            raise SystemExit(problem)
    except OperationalError:
        return
    finally:
        connections.close_all()
