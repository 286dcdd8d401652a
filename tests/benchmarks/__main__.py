"""`python -m tests.benchmarks [NAME ...]`."""

import sys

from tests.benchmarks.frame import main

sys.exit(main(sys.argv[1:]))
