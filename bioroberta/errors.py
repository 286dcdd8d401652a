"""Every error that bioroberta raises on purpose.

BiorobertaError
├── ConfigError     a wrong recipe or command line: names the file or key, the value and the remedy
├── InputError      a missing or unusable input (file, folder, model): names it and the remedy
│   ├── TargetError      what a served model refuses for other reasons than its texts
│   └── AnswerSizeError
├── DocumentError   one document, record or annotation is bad; caught at one boundary, written to `failed/`
└── RunError        a run cannot go on: refused, over a limit, in use by another

The first two are raised before the cluster is touched wherever that is possible. The command line prints the message
of any of them as one line and exits with 2 (ConfigError, InputError) or 1 (the rest); everything else is a defect and
keeps its traceback.
"""


class BiorobertaError(Exception):
    """The root of the tree above."""


class ConfigError(BiorobertaError):
    """A recipe, an override or an argument is wrong."""


class InputError(BiorobertaError):
    """A file, folder or model that the recipe names is missing or unusable."""


class TargetError(InputError):
    """A word that a mask may be filled with is not one token of the model."""


class AnswerSizeError(InputError):
    """The answer that is asked for would be over a limit."""


class DocumentError(BiorobertaError):
    """One document cannot be used; the rest goes on."""


class RunError(BiorobertaError):
    """The run cannot go on as it is."""
