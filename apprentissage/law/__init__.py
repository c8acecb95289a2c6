"""The law: dated, sourced numbers. Pure Python; nothing of ours is imported here."""
