"""The steps of the walk that take and return values: what is asked, what is found, what holds, the summary."""
