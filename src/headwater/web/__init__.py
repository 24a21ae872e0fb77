"""What browsers load from this server: for now the tracking script. Knows nothing of accounts, hits or stores."""
