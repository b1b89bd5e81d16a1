"""The service under strain: killed at random while files of all kinds arrive, and what it costs in time and memory."""
