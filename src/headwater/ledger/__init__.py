"""WHAT WE WERE TOLD: the durable, indexed truth of every account; acknowledged only after it is on disk."""
