"""What the exit codes of the command line mean; the README lists the same."""

DONE = 0
CHECK_FAILED = 1
WRONG_USAGE = 2
UNUSABLE = 3
LOCKED = 4
