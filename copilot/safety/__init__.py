"""What the copilot refuses, and why: the guard on questions, and the filter on texts that carry instructions."""
