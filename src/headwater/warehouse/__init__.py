"""The columns that questions are asked of: one DuckDB namespace per account, filled by the projector."""
