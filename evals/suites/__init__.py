"""The suites: one file each; a new file is a new suite."""
