"""The process that ``make`` starts: it answers, says where once, and stops."""

import signal
import time
import urllib.request

from tests.functional.serving import answers, free_port, start


def test_it_says_its_address_once_answers_and_stops_on_an_interrupt():
    port = free_port()
    process = start(port)
    try:
        deadline = time.monotonic() + 60
        while not answers(f"http://127.0.0.1:{port}/healthz"):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0
    assert output.count(f"http://127.0.0.1:{port}/") == 1
    assert "Traceback" not in output


def test_static_files_come_from_the_same_process_and_may_be_kept(site: str):
    url = f"{site}/static/site/tokens.css"
    with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  # our own
        assert answer.headers["Cache-Control"].startswith("max-age=")
        assert answer.headers["Content-Security-Policy"]


def test_a_port_in_use_is_refused_with_the_remedy(site: str):
    process = start(int(site.rpartition(":")[2]))
    output, _ = process.communicate(timeout=30)
    assert process.returncode == 2
    assert "PORT=9000" in output


def test_an_unusable_environment_is_refused_with_the_reason():
    process = start(0)
    output, _ = process.communicate(timeout=30)
    assert process.returncode == 2
    assert "config_port" in output
    assert "Traceback" not in output
