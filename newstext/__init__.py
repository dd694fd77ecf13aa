"""Pure reading of one newspaper page: bytes in, frozen records out; no disk, clock, database or scheduler here."""
