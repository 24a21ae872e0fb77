"""What browsers load from this server: the tracking script and the dashboard. Knows nothing of accounts and stores."""
