"""Prints the Tiltfile of the inventory named first, with jinja2 and the C loader of PyYAML."""

import json
import sys
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from yaml import CSafeLoader, load

with open(sys.argv[1], "rb") as file:
    inventory = load(file, CSafeLoader)
environment = Environment(trim_blocks=True, keep_trailing_newline=True)
environment.filters["literal"] = json.dumps
template = environment.from_string(Path(__file__).with_name("Tiltfile.jinja").read_text())
sys.stdout.write(template.render(inventory))
