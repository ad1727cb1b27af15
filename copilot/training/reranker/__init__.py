"""How the reranker's adapter is made."""
