"""Holds both dev containers against the schema of the specification, devContainer.base.schema.json of devcontainers/spec.

Usage: python validate-devcontainers.py SCHEMA FILE…    (needs the package jsonschema; the schema is not part of this repository)
"""

import json
import re
import sys
from pathlib import Path

from jsonschema import Draft201909Validator


def read(path: str) -> object:
    """JSON whose lines may be comments, as the specification allows."""
    return json.loads(re.sub(r"^\s*//.*$", "", Path(path).read_text("utf-8"), flags=re.MULTILINE))


schema, *files = sys.argv[1:]
validator = Draft201909Validator(json.loads(Path(schema).read_text("utf-8")))
failed = False
for file in files:
    faults = sorted(validator.iter_errors(read(file)), key=str)
    failed = failed or bool(faults)
    print(f"{file}: {'valid' if not faults else 'not valid'}")
    for fault in faults:
        print(f"  {'/'.join(map(str, fault.absolute_path)) or '(whole)'}: {fault.message[:300]}")
sys.exit(failed)
