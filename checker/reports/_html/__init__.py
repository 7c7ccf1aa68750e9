"""The parts of the HTML report; the format itself is `checker/reports/html.py`."""
