"""What can be measured: one module of rows per report type."""
