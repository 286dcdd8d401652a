"""`python -m bioroberta`."""

import sys

from bioroberta.cli import main

sys.exit(main())
