"""From the logs of a run to report.json and report.html."""
