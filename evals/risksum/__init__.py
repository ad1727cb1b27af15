"""risksum: a benchmark of cited clinical risk summaries, scored without a model (docs/evals/risksum.md)."""
