"""`python -m tests.drills [NAME ...]`."""

import sys

from tests.drills.frame import main

sys.exit(main(sys.argv[1:]))
