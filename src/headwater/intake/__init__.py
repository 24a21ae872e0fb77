"""HOW FACTS COME IN: one file per payload, from what was sent to a validated change, with every fault named at once."""
