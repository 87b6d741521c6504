"""Hostile requests: whatever is asked for, little is answered, and all others are answered meanwhile."""

import json
import time

from faults.connections import connections, ended, expect_others_answered
from faults.fault import SQLITE, Tries, expect, fault
from faults.lab import Lab
from faults.programs import serving


@fault(2, on=SQLITE, worst="until the answer")
def long_accept(lab: Lab, tries: Tries) -> None:
    """`Accept` of 30 kB, of 256 kB and of 512 kB, all of semicolons: told 431 or answered, while others are answered
    within 5 s.
    """
    with serving(lab.seeded()) as service:
        for one in tries:
            for size in (8_000, 30_000, 256_000, 512_000):
                with one:
                    request = b"GET /v1/forces HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAccept: text/x%s\r\n\r\n"
                    began = time.monotonic()
                    with connections(service, 1, request % (b";" * size)) as [connection]:
                        expect_others_answered(service)
                        expect(ended(connection, 60), "it is not answered within a minute")
                        one.took(time.monotonic() - began)


@fault(2, on=SQLITE, worst="until the answer")
def many_arguments(lab: Lab, tries: Tries) -> None:
    """A tool for assistants is called with 300,000 arguments that it does not have: told in less than 100 kB, while
    others are answered.
    """
    call = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": "find_force", "arguments": {"name": "Kent", **{f"a{n}": n for n in range(300_000)}}},
    }
    with serving(lab.seeded()) as service:
        for one in tries:
            with one:
                answer = service.ask(
                    "/mcp",
                    method="POST",
                    body=json.dumps(call).encode(),
                    headers={"Content-Type": "application/json", "Accept": "application/json, text/event-stream"},
                )
                one.took(answer.seconds)
                expect(answer.status < 500, answer.status)
                expect(len(answer.body) < 100_000, f"an answer of {len(answer.body):,} bytes")
                expect_others_answered(service)
