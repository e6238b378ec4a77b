"""`python -m monitor` is `soi`."""

import sys

from monitor.command_line import main

sys.exit(main())
